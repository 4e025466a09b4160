/* A choice among the answers of a field is kept with the draft of its form (see takwin.js): once one is back, the
   answers are not there any more. What was typed and nothing answered is asked anew: it may be in the register now, or
   a hand was quicker than the line that brings this script. */
(() => {
  "use strict";
  const page = document.documentElement;
  if (page.dataset.picks) return; // every field of a page brings this script
  page.dataset.picks = "kept";
  const asks = (pick) => pick.querySelector("[type=search]");

  function keep(form, key) {
    const chosen = [...form.querySelectorAll(".pick-list :checked")].map((box) => [box.name, box.closest("label").outerHTML]);
    try { sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(chosen))); } catch { /* storage refused: nothing to keep in */ }
  }
  function restore(form, chosen) {
    form.querySelectorAll(".pick").forEach((pick) => {
      const label = chosen[asks(pick).name.replace(/_words$/, "")];
      if (!label) return;
      pick.querySelector(".pick-list").innerHTML = label;
      pick.querySelector(".pick-list input").checked = true;
    });
  }
  /* A choice named by the address was just recorded on another page: its words are asked, and it comes back ticked. */
  const told = new URLSearchParams(location.search);
  addEventListener("load", () => {
    document.querySelectorAll(".pick").forEach((pick) => {
      const field = asks(pick);
      field.value = told.get(field.name) ?? field.value;
      if (field.value && pick.closest("details")) pick.closest("details").open = true;
    });
    const unanswered = [...document.querySelectorAll(".pick:not(:has(:checked))")].map(asks).filter((field) => field.value);
    unanswered.forEach((field) => field.dispatchEvent(new Event("search")));
  });
  document.querySelectorAll("form[data-keep]").forEach((form) => {
    const draft = `draft ${location.pathname} ${form.getAttribute("action") || ""} ${form.dataset.keep}`, key = `choices of ${draft}`;
    const kept = sessionStorage.getItem(draft) && sessionStorage.getItem(key);
    if (kept && !form.querySelector(".field.wrong") && !form.hasAttribute("data-answered")) restore(form, JSON.parse(kept));
    form.addEventListener("input", () => keep(form, key));
    form.addEventListener("reset", () => sessionStorage.removeItem(key));
  });
})();
