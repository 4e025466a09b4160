/* The queue by keyboard: S one person, D two persons, L later, U take the last one back, arrows along the line of reading.
   The place of a key counts, not its letter, so that an Arabic keyboard works as a Latin one. */
(() => {
  "use strict";
  const places = { KeyS: "s", KeyD: "d", KeyL: "l", KeyU: "u" };
  const arrows = document.dir === "rtl" ? { ArrowLeft: "next", ArrowRight: "before" } : { ArrowRight: "next", ArrowLeft: "before" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.target.closest("input:not([type=radio]), textarea, select")) return;
    const key = places[event.code] || (event.target.closest("input") ? null : arrows[event.key]);
    const control = key && document.querySelector(`[data-key="${key}"]`);
    if (!control) return;
    event.preventDefault();
    control.click();
  });
})();
