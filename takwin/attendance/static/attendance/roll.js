/* The roll on a phone: a tap shows at once and is sent; what was not saved says so and goes back; search, counts. */
(() => {
  "use strict";
  const roll = document.getElementById("roll");
  const lines = () => [...roll.querySelectorAll(".roll > li")];
  const CSS = { present: "is-in", late: "is-late", left: "is-late", excused: "is-ok", absent: "is-off", "": "" };
  /* Who left before the end was present. */
  const figure = (li) => (li.dataset.status === "left" ? "present" : li.dataset.status);
  const seal = document.querySelector("[data-left]");
  const nobody = document.createElement("p");
  nobody.className = "quiet pad";
  nobody.setAttribute("role", "status");
  roll.append(nobody);
  let only = "all";

  function count() {
    const all = lines();
    const told = Object.fromEntries(Object.keys(CSS).map((status) => [status, all.filter((li) => figure(li) === status).length]));
    for (const link of document.querySelectorAll("[data-only]")) {
      link.querySelector("b").textContent = link.dataset.only === "all" ? all.length : told[link.dataset.only];
    }
    document.querySelector("[data-marked] rect:last-child")?.setAttribute("width", all.length ? 100 * (1 - told[""] / all.length) : 0);
    if (seal) document.getElementById("seal-words").textContent = seal.dataset.words + (told[""] ? ` · ${seal.dataset.left} ${told[""]}` : "");
  }
  function show() {
    const words = document.getElementById("roll-search").value.trim().toLowerCase().split(/\s+/);
    for (const li of lines()) {
      const named = words.every((word) => li.dataset.words.includes(word) || li.textContent.toLowerCase().includes(word));
      li.hidden = !(named && (only === "all" || figure(li) === only));
    }
    nobody.textContent = lines().length && lines().every((li) => li.hidden) ? roll.dataset.none : "";
  }
  function say(li, status) {
    li.classList.remove(...Object.values(CSS).filter(Boolean));
    if (CSS[status]) li.classList.add(CSS[status]);
    li.dataset.status = status;
    const hit = li.querySelector(".hit");
    hit.value = status === "present" ? "" : "present";
    hit.setAttribute("aria-pressed", String(status === "present"));
    count();
  }
  function fold(li) {
    li.querySelector(".others")?.remove();
    li.classList.remove("open");
    li.querySelector(".more")?.setAttribute("aria-expanded", "false");
  }

  roll.addEventListener("click", (event) => {
    const more = event.target.closest("a.more[aria-expanded]");
    if (!more) return;
    event.preventDefault();
    const li = more.closest("li");
    const open = more.getAttribute("aria-expanded") === "true";
    lines().forEach(fold);
    if (open) return;
    const others = document.getElementById("others").content.cloneNode(true);
    others.querySelectorAll("button").forEach((button) => button.setAttribute("form", li.querySelector("form").id));
    li.append(others);
    li.classList.add("open");
    more.setAttribute("aria-expanded", "true");
  });

  /* A tap shows before it is sent; the answer of the server replaces the line, unless a later tap is on its way. */
  roll.addEventListener("submit", (event) => {
    const li = event.target.closest("li");
    if (!li || !event.submitter) return;
    li.dataset.was ??= li.dataset.status;
    li.dataset.sending = Number(li.dataset.sending || 0) + 1;
    const status = li.dataset.said = event.submitter.value;
    queueMicrotask(() => { say(li, status); fold(li); });
    li.querySelector(".not-saved")?.remove();
  }, true);
  /* The button already offers the next word when htmx reads it, so what was tapped is sent from here. */
  document.body.addEventListener("htmx:configRequest", ({ detail }) => {
    const li = detail.elt.closest(".roll > li");
    if (li) detail.formData.set("status", li.dataset.said);
  });
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const li = detail.target;
    if (!li?.matches?.(".roll > li")) return;
    li.dataset.sending = Number(li.dataset.sending) - 1;
    if (Number(li.dataset.sending) > 0) detail.shouldSwap = false;
  });
  document.body.addEventListener("htmx:afterSettle", () => { count(); show(); });
  function failed({ detail }) {
    const li = detail.elt?.closest?.(".roll > li");
    if (!li || detail.xhr?.status === 422) return;
    say(li, li.dataset.was ?? "");
    delete li.dataset.was;
    li.dataset.sending = 0;
    const words = document.createElement("small");
    words.className = "not-saved is-bad";
    words.textContent = roll.dataset.lost;
    li.querySelector(".hit > span:last-child").append(words);
  }
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.body.addEventListener(name, failed);

  document.getElementById("roll-search").addEventListener("input", show);
  document.querySelector(".tally").addEventListener("click", (event) => {
    const link = event.target.closest("[data-only]");
    if (!link) return;
    event.preventDefault();
    only = link.dataset.only;
    document.querySelectorAll("[data-only]").forEach((other) => other.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    show();
  });
})();
