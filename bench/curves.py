"""Precision against recall, drawn as SVG without a library; the eye reads the corner that matters, above 80 %."""

from pathlib import Path

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "matching.svg"
WIDE, HIGH, LEFT, TOP = 640, 420, 70, 30
LEAST = 0.80
COLOURS = ("#0b6b53", "#b3541e")


def _x(recall: float) -> float:
    return LEFT + (recall - LEAST) / (1 - LEAST) * (WIDE - LEFT - 30)


def _y(precision: float) -> float:
    return TOP + (1 - precision) / (1 - LEAST) * (HIGH - TOP - 60)


def _axes() -> list[str]:
    lines = []
    for step in range(5):
        share = LEAST + step * (1 - LEAST) / 4
        lines += [
            f'<line x1="{_x(share):.0f}" y1="{_y(1):.0f}" x2="{_x(share):.0f}" y2="{_y(LEAST):.0f}" stroke="#ddd"/>',
            f'<line x1="{_x(LEAST):.0f}" y1="{_y(share):.0f}" x2="{_x(1):.0f}" y2="{_y(share):.0f}" stroke="#ddd"/>',
            f'<text x="{_x(share):.0f}" y="{HIGH - 40}" text-anchor="middle">{share:.0%}</text>',
            f'<text x="{LEFT - 8}" y="{_y(share) + 4:.0f}" text-anchor="end">{share:.0%}</text>',
        ]
    lines.append(f'<text x="{WIDE / 2:.0f}" y="{HIGH - 14}" text-anchor="middle">recall</text>')
    lines.append(
        f'<text x="16" y="{HIGH / 2:.0f}" transform="rotate(-90 16 {HIGH / 2:.0f})" '
        'text-anchor="middle">precision</text>'
    )
    return lines


def draw(series: dict[str, list[tuple[float, float, float]]]) -> None:
    """One line per series of (recall, precision, score), with a mark where the bound in use lies."""
    from takwin.people.matching.pairs import probability
    from takwin.people.matching.weights import SAME

    body = _axes()
    body.append(
        f'<rect x="{_x(0.95):.1f}" y="{_y(1):.1f}" width="{_x(1) - _x(0.95):.1f}" height="{_y(0.98) - _y(1):.1f}" '
        'fill="#0b6b53" fill-opacity="0.10"/>'
    )
    for (name, points), colour, place in zip(series.items(), COLOURS, range(len(series)), strict=False):
        shown = [(recall, precision) for recall, precision, _ in points if recall >= LEAST and precision >= LEAST]
        path = " ".join(f"{_x(recall):.1f},{_y(precision):.1f}" for recall, precision in shown)
        body.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        recall, precision, _ = [point for point in points if point[2] >= probability(SAME)][-1]
        body.append(f'<circle cx="{_x(recall):.1f}" cy="{_y(precision):.1f}" r="5" fill="{colour}"/>')
        body.append(
            f'<text x="{LEFT + 12}" y="{HIGH - 90 - 20 * place}" fill="{colour}">{name}: '
            f"{recall:.1%} recall, {precision:.1%} precision at the bound in use (dot)</text>"
        )
    PICTURE.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" font-family="sans-serif" font-size="13">'
        f"<title>Precision and recall of who is who on invented people</title>"
        f'<rect width="{WIDE}" height="{HIGH}" fill="#fff"/>' + "".join(body) + "</svg>\n"
    )
    print(f"drawn: {PICTURE.name}")
