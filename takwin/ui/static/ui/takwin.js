/* What a page needs beyond HTML and htmx: search key, drafts that survive a lost line, one sending per form, dialogs.
   Every page works without it; it only makes the work quicker or safer. */
(() => {
  "use strict";
  const said = document.body.dataset;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* Toasts: said politely to a screen reader, gone after a while unless they report a failure. */
  function toast(text, { failed = false, act = null } = {}) {
    const box = document.createElement("p");
    box.className = failed ? "toast error" : "toast";
    const words = document.createElement("span");
    words.textContent = text;
    box.append(words);
    if (act) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = act.label;
      button.addEventListener("click", () => { act.run(); box.remove(); });
      box.append(button);
    }
    show(box, failed || act);
    document.getElementById("toasts").append(box);
  }
  function show(box, stays) {
    const close = document.createElement("button");
    close.type = "button";
    close.className = "toast-close";
    close.setAttribute("aria-label", said.close);
    close.textContent = "×";
    close.addEventListener("click", () => box.remove());
    box.append(close);
    if (!stays) setTimeout(() => box.remove(), 8000);
  }
  all("#toasts .toast").forEach((box) => show(box, /error|warning/.test(box.className)));

  /* A passkey is bound to a name: it cannot work at an address in figures, so it is not offered there. */
  const keysWork = window.PublicKeyCredential && !/^[\d.:[\]]+$/.test(location.hostname);
  all("[data-passkey]").forEach((one) => { one.hidden = (one.dataset.passkey === "works") !== Boolean(keysWork); });

  /* "/" goes to the search, as the mark in the field says; Escape leaves a menu and gives the focus back. */
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const field = document.querySelector("#list-search, [data-search]");
      if (field) { event.preventDefault(); field.focus(); field.select(); }
    }
    if (event.key === "Escape") {
      const menu = event.target.closest("details.pop[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    }
  });
  document.addEventListener("click", (event) => {
    all("details.pop[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    const opener = event.target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
    const fold = event.target.closest("[data-toggle]");
    if (fold) fold.setAttribute("aria-expanded", String(fold.getAttribute("aria-expanded") !== "true"));
    if (event.target.closest('[aria-disabled="true"]')) event.preventDefault();
    /* A browser of before 2024 has no popover: its sheet stands in the page, so the button goes there. */
    const sheet = event.target.closest("[popovertarget]");
    if (sheet && !("popover" in HTMLElement.prototype)) {
      document.getElementById(sheet.getAttribute("popovertarget"))?.scrollIntoView();
    }
  });

  /* A table wider than its frame says on which side there is more, and the arrows of the keyboard reach it. */
  const frames = ".scroll";
  function measure(frame) {
    const over = getComputedStyle(frame).overflowX === "auto" ? frame.scrollWidth - frame.clientWidth : 0;
    const gone = Math.abs(frame.scrollLeft);
    const more = [gone > 1 && "start", over - gone > 1 && "end"].filter(Boolean).join(" ");
    if (more) frame.dataset.more = more; else delete frame.dataset.more;
    if (!more || frame.hasAttribute("tabindex")) return;
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", frame.querySelector("table")?.getAttribute("aria-label") || document.title);
  }
  const sizes = new ResizeObserver((seen) => seen.forEach(({ target }) => {
    const frame = target.closest(frames); // none once the page let it go
    if (frame) measure(frame);
  }));
  const watch = (root) => all(frames, root).forEach((frame) => {
    [frame, ...frame.children].forEach((one) => sizes.observe(one));
  });
  watch(document);
  document.body.addEventListener("htmx:load", ({ target }) => watch(target.parentElement || target));
  document.addEventListener("scroll", ({ target }) => target.matches?.(frames) && measure(target), { capture: true, passive: true });

  /* Drafts. What is typed in a form marked data-keep is kept on this device, in this tab, until the server has taken it.
     A form that its own page shows again, empty, once it was taken has in data-keep what tells one time from the next;
     one that the server answers (data-answered) holds what was sent already. */
  const keyOf = (form) => `draft ${location.pathname} ${form.getAttribute("action") || ""} ${form.dataset.keep}`;
  const kept = (field) => field.name && !["password", "file", "hidden", "submit"].includes(field.type);
  function keep(form) {
    const values = [...form.elements].filter(kept).map((f) => [f.name, f.value, "checked" in f ? f.checked : null]);
    try { sessionStorage.setItem(keyOf(form), JSON.stringify(values)); } catch { /* storage refused: nothing to keep in */ }
  }
  const forget = (form) => sessionStorage.removeItem(keyOf(form));
  function restore(form) {
    const raw = sessionStorage.getItem(keyOf(form));
    if (!raw || form.querySelector(".field.wrong") || form.hasAttribute("data-answered")) return;
    let changed = false;
    for (const [name, value, checked] of JSON.parse(raw)) {
      for (const field of [...form.elements].filter((f) => f.name === name && kept(f))) {
        const box = field.type === "checkbox" || field.type === "radio";
        if (box && field.value === value && field.checked !== checked) { field.checked = checked; changed = true; }
        if (!box && field.value !== value) { field.value = value; changed = true; }
      }
    }
    if (!changed) return;
    toast(said.kept, { act: { label: said.forget, run: () => { forget(form); form.reset(); } } });
  }
  all("form[data-keep]").forEach((form) => {
    restore(form);
    form.addEventListener("input", () => keep(form));
    form.addEventListener("submit", () => sessionStorage.setItem("sent", keyOf(form)));
  });
  /* The draft of a form that was sent is dropped once another page has come back: the server has answered. A page marked
     data-untaken says that it did not take it: the door of a session that had ended, or a refusal. */
  const sent = sessionStorage.getItem("sent");
  if (sent && !all("form[data-keep]").some((form) => keyOf(form) === sent)) {
    if (!document.querySelector("[data-untaken]")) sessionStorage.removeItem(sent);
    sessionStorage.removeItem("sent");
  }

  /* A form is sent once: a second press while it is on its way does nothing, and says so. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (!navigator.onLine) {
      event.preventDefault();
      toast(said.lost, { failed: true });
      return;
    }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button) { button.setAttribute("aria-disabled", "true"); button.dataset.was = button.textContent; setTimeout(() => { button.textContent = said.sending; }); }
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    all("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
    all("[data-was]").forEach((button) => { button.removeAttribute("aria-disabled"); button.textContent = button.dataset.was; });
  });
  document.querySelector("[data-focus]")?.focus();

  /* A date field shows the browser's own order of day and month, so the day is said in words under it. */
  const inWords = new Intl.DateTimeFormat(`${document.documentElement.lang}-MA`, { dateStyle: "full", timeZone: "UTC" });
  function sayDay(field) {
    if (!field.matches('input[type="date"].input')) return;
    let words = field.nextElementSibling;
    if (!words?.matches("output")) {
      words = document.createElement("output");
      words.className = "hint";
      field.after(words);
    }
    words.textContent = field.value ? inWords.format(new Date(`${field.value}T00:00Z`)) : "";
  }
  all(".form input").forEach(sayDay);
  document.addEventListener("input", (event) => { if (event.target.closest(".form")) sayDay(event.target); });

  /* htmx: the CSRF mark, addresses without empty words, menus that stay open, and words when the line fails. */
  document.body.addEventListener("htmx:configRequest", ({ detail }) => {
    detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf]").content;
    if (detail.elt.matches("[data-lean]")) {
      const lean = [...detail.formData.entries()].filter(([, value]) => value !== "");
      [...new Set([...detail.formData.keys()])].forEach((name) => detail.formData.delete(name));
      lean.forEach(([name, value]) => detail.formData.append(name, value));
    }
  });
  document.body.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    const open = all("details[id][open]", detail.target).map((menu) => menu.id);
    all("details[id]", detail.fragment).forEach((menu) => { if (open.includes(menu.id)) menu.open = true; });
  });
  /* A list asked again, as when a day changes who was in office, keeps what was chosen in it meanwhile if it is still offered.
     It is put back in the swap itself: between the swap and its settling a hand may already send the form. */
  document.body.addEventListener("htmx:afterSwap", ({ target, detail: { target: before } }) => {
    if (!target.matches("select") || before.id !== target.id) return;
    if (all("option", target).some((option) => option.value === before.value)) target.value = before.value;
  });
  /* A link pressed while a choice is on its way waits for it: the next page must know what was chosen here. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || link?.target;
    if (!link || opensElsewhere || !document.querySelector('form[method="post"].htmx-request')) return;
    event.preventDefault();
    const go = ({ detail }) => { if (detail.successful) location.assign(link.href); };
    document.body.addEventListener("htmx:afterRequest", go, { once: true });
  });
  document.body.addEventListener("htmx:responseError", ({ detail }) => {
    toast([401, 403].includes(detail.xhr.status) ? said.refused : said.failed, { failed: true });
  });
  for (const failure of ["htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(failure, () => toast(said.lost, { failed: true }));
  }
  document.body.addEventListener("toast", ({ detail }) => toast(detail.value || detail.text));
})();
