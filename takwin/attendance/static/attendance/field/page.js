/* The page of the trainer's telephone: it needs a network once, then works alone for days (docs/presence-sync.md). */
(async () => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const set = JSON.parse(document.getElementById("set").textContent);
  const $ = (id) => document.getElementById(id);
  const STATUSES = ["present", "late", "excused", "absent"];
  const LOOK = { present: "is-in", late: "is-late", left: "is-late", excused: "is-ok", absent: "is-off" };
  const SIGN = { present: "i-check", late: "t-half", left: "t-half", excused: "t-dash", absent: "t-no", "": "t-open" };
  const figure = (status) => (status === "left" ? "present" : status);  // who left before the end was present
  const here = { register: null, half: null, find: "", only: "all", byBody: false, open: 0, stop: null, heard: null };
  const plural = new Intl.PluralRules(document.documentElement.lang);

  const nonce = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");
  const now = () => new Date(Date.now() + (line.state.rolls?.ahead ?? 0));
  const wall = () => {
    const told = Object.fromEntries(new Intl.DateTimeFormat("en-CA", {
      timeZone: "Africa/Casablanca", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    }).formatToParts(now()).map(({ type, value }) => [type, value]));
    return { day: `${told.year}-${told.month}-${told.day}`, hour: `${told.hour}:${told.minute}` };
  };
  function halfNow() {
    const { day, hour } = wall();
    const part = hour >= "07:30" && hour < "13:00" ? "am" : hour >= "13:00" && hour < "19:00" ? "pm" : "";
    return { day, part };
  }
  const icon = (name) => `<svg class="${name.startsWith("t-") ? "tile" : "i"}" aria-hidden="true"><use href="${set.icons}#${name}"></use></svg>`;
  const clean = (text) => String(text ?? "").replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  /* The day and its number alone: put together by the browser, some languages would have a comma between them. */
  const weekday = new Intl.DateTimeFormat(document.documentElement.lang === "ar" ? "ar-MA" : "fr", { weekday: "long", timeZone: "UTC" });
  const dayName = (day) => `${weekday.format(new Date(`${day}T12:00:00Z`))} ${Number(day.slice(-2))}`;
  const registers = () => line.state.rolls?.registers ?? [];
  const isHere = (mark) => mark.register === here.register.register && mark.day === here.half.day && mark.part === here.half.part;

  /* What holds of each person here: what the server had said, then what only this telephone has, in order. */
  function ledger() {
    const said = new Map(), alone = new Set();
    for (const [person, day, part, status] of here.register.said) {
      if (day === here.half.day && part === here.half.part) said.set(person, status);
    }
    for (const { mark } of line.state.waiting) {
      if (!isHere(mark) || !mark.person) continue;
      alone.add(mark.person);
      if (mark.kind === "undo") said.delete(mark.person);
      else if (mark.kind === "correction") said.set(mark.person, mark.status);
      else if (!said.get(mark.person)) said.set(mark.person, mark.status);
    }
    return { said, alone };
  }
  const isClosed = () => here.half.sealed || line.state.waiting.some(({ mark }) => mark.kind === "close" && isHere(mark));

  function isNow() {
    const { day, part } = halfNow();
    return day === here.half.day && part === here.half.part;
  }
  /* Why nothing can be said of a half-day yet, by the server's clock: it would refuse the word. Who is there before the
     hour, in the hours of his half-day, is marked all the same. */
  function tooEarly() {
    const { day, hour } = wall(), { half } = here;
    if (half.day > day) return words.notBegun;
    return half.day === day && hour < half.from && !isNow() ? words.early.replace("%s", half.from) : "";
  }
  function refused() {
    const said = tooEarly();
    if (said) toast(said, "error");
    return Boolean(said);
  }
  /* Outside the hours of its half-day a word is a correction: who says it answers for it and says why. */
  function why(note) {
    const said = note || $("why").value.trim();
    if (!said) {
      $("why-field").hidden = false;
      $("why").focus();
      toast(words.why, "error");
    }
    return said;
  }
  /* The reason stays with its half-day while the page is open, whatever else is looked at. */
  const whyHere = () => `why ${here.register.register} ${here.half.day} ${here.half.part}`;
  const recallWhy = () => { $("why").value = sessionStorage.getItem(whyHere()) ?? ""; };
  /* Whether the word was kept. */
  async function say(person, status, { note = "", token = "" } = {}) {
    const before = ledger().said.get(person) ?? "";
    if ((before === status && !note) || refused()) return false;
    const common = { register: here.register.register, day: here.half.day, part: here.half.part };
    const taken = (more) => new Date(Date.now() + more).toISOString();
    if (!isNow()) {
      const reason = why(note);
      if (reason) await line.keep([{ nonce: nonce(), kind: "correction", ...common, person, status, taken_at: taken(0), by: line.state.rolls.keeper, reason }]);
      return Boolean(reason);
    }
    const several = before ? [{ nonce: nonce(), kind: "undo", ...common, person, taken_at: taken(0) }] : [];
    if (status) several.push({ nonce: nonce(), kind: token ? "scan" : "tap", ...common, person, status, taken_at: taken(1), reason: note, ...(token && { token }) });
    await line.keep(several);
    return true;
  }

  function draw() {
    if (!line.state.rolls) here.register = null;
    tellNew();
    $("line").hidden = line.state.on && !line.state.word && !line.state.waiting.length;
    $("line").textContent = line.state.word || [line.state.on ? "" : words.offline,
      line.state.waiting.length ? words.alone.replace("%s", line.state.waiting.length) : ""].filter(Boolean).join(" ");
    $("main").style.setProperty("--line", `${$("line").offsetHeight}px`);
    $("line").dataset.waiting = line.state.waiting.length;
    $("bind").hidden = Boolean(line.state.device) && line.state.word !== words.unbound;
    $("sessions").hidden = !$("bind").hidden || Boolean(here.register);
    $("one").hidden = !here.register;
    if (here.register) {
      here.register = registers().find((one) => one.register === here.register.register) ?? here.register;
      here.half = here.register.half_days.find((half) => half.day === here.half.day && half.part === here.half.part) ?? here.half;
      drawRoll();
    } else drawSessions();
  }

  function drawSessions() {
    const { day } = wall();
    const near = [...registers()].sort((a, b) => distance(a, day) - distance(b, day));
    $("list").innerHTML = near.map((one) => `<li><button class="hit" data-register="${one.register}"><span class="box">${icon("i-roll")}</span><span><b><bdi>${clean(one.title)}</bdi></b>
      <small><bdi>${clean(one.place)}</bdi> · ${clean(dayName(one.half_days[0]?.day ?? day))} · ${one.people.length} ${clean(words.expected)}</small></span></button></li>`).join("");
    $("nothing").hidden = near.length > 0;
    drawAnswers("answers", line.state.answers);
  }
  /* What the server answered, on the list and, of its own half-day, on the roll: nobody need go back to learn it. */
  function drawAnswers(id, answers) {
    $(id).innerHTML = answers.slice(0, 10).map(({ mark, message }) => `<li><span><b><bdi>${clean(nameOf(mark))}</bdi></b> <small>${clean(message)}</small></span></li>`).join("");
    $(`${id}-head`).hidden = !answers.length;
  }
  function tellNew() {
    const newest = line.state.answers[0];
    if (newest && here.register && newest !== here.heard) toast(`${nameOf(newest.mark)} · ${newest.message}`, newest.result === "rejected" ? "error" : "");
    here.heard = newest;
  }
  const distance = (one, day) => Math.min(...one.half_days.map((half) => Math.abs(Date.parse(half.day) - Date.parse(day))), Infinity);
  function nameOf(mark) {
    if (mark.kind === "close") return words.close;
    if (mark.walk_in) return mark.walk_in.name;
    for (const one of registers()) for (const row of one.people) if (row[0] === mark.person) return row[1];
    return words.someone;
  }

  function drawRoll() {
    const { said, alone } = ledger();
    const closed = isClosed();
    /* Once this telephone has closed the half-day, those of whom nothing was said are absent, as the server will count them. */
    if (closed) for (const [who] of here.register.people) if (!said.get(who)) said.set(who, "absent");
    $("title").innerHTML = `<bdi>${clean(here.register.title)}</bdi><small><bdi>${clean(here.register.place)}</bdi></small>`;
    $("halves").innerHTML = here.register.half_days.map((half, n) => `<a href="#" data-half="${n}"${half === here.half ? ' aria-current="page"' : ""}><b>${clean(dayName(half.day))}</b><span>${clean(words[half.part])}${half.sealed ? icon("i-seal") : ""}</span></a>`).join("");
    const people = here.register.people;
    const counts = Object.fromEntries(STATUSES.map((status) => [status, people.filter(([person]) => figure(said.get(person)) === status).length]));
    $("tally").innerHTML = [...STATUSES, "all"].map((status) => `<a href="#" data-only="${status}"${here.only === status ? ' aria-current="true"' : ""}><b>${status === "all" ? [people.length, guests().length || ""].filter(Boolean).join("+") : counts[status]}</b>${clean(words[status])}</a>`).join("");
    const asked = here.find.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const shown = people.filter(([person, name, body, , known]) => (here.only === "all" || figure(said.get(person)) === here.only) && asked.every((word) => known.includes(word) || `${name} ${body}`.toLowerCase().includes(word)));
    const groups = here.byBody ? [...new Set(shown.map((row) => row[2]))].sort((a, b) => a.localeCompare(b)).map((body) => [body, shown.filter((row) => row[2] === body)]) : [["", shown]];
    $("roll").innerHTML = groups.map(([body, rows]) => `${body ? `<h2 class="wait-head"><bdi>${clean(body)}</bdi> <span class="count">${rows.filter(([person]) => ["present", "late", "left"].includes(said.get(person))).length}/${rows.length}</span></h2>` : ""}<ul class="roll">${rows.map((row) => person(row, said.get(row[0]) ?? "", alone.has(row[0]), closed)).join("")}</ul>`).join("") + strangers();
    $("by-body").classList.toggle("on", here.byBody);
    $("closed").hidden = !closed;
    $("closed").textContent = here.half.sealed ? words.sealed : words.closedHere;
    for (const id of ["scan", "stranger", "close"]) $(id).hidden = closed;
    $("why-field").hidden = closed || isNow() || Boolean(tooEarly());
    drawAnswers("heard", line.state.answers.filter(({ mark }) => isHere(mark)));
    const left = people.filter(([who]) => !said.get(who)).length;
    const sorry = silentApologies(said).length;
    $("close-sorry").hidden = !sorry;
    $("close-sorry-words").textContent = words.sorry[plural.select(sorry)].replace("%s", sorry);
    $("close-sign").classList.toggle("danger", left > 0);
    $("close-what").textContent = [dayName(here.half.day), words[here.half.part], left ? `${words.remaining} ${left}` : ""].filter(Boolean).join(" · ");
    $("close-words").textContent = left ? `${words.close} · ${words.remaining} ${left}` : words.close;
    $("one").style.setProperty("--gone", `${$("title").parentElement.offsetHeight + $("halves").offsetHeight}px`);
  }
  /* Those who answered that they cannot come, and of whom nothing is said yet: closing would count them absent. */
  const silentApologies = (said) => here.register.people.map(([who]) => who).filter((who) => !said.get(who) && (here.register.apologies ?? []).includes(who));
  function person([who, name, body], status, alone, closed) {
    const sorry = !status && (here.register.apologies ?? []).includes(who);
    const excuse = sorry ? `<button class="btn mini apology" data-say="excused">${icon(SIGN.excused)} ${clean(words.excused)}</button>` : "";
    const small = `<small><bdi>${clean(body)}</bdi>${status ? ` · <span class="strong">${clean(words[status])}</span>` : sorry ? ` · <span class="strong">${clean(words.apology)}</span>` : ""}${alone ? ` · <span class="field-alone">${icon("i-phone")}${clean(words.only)}</span>` : ""}</small>`;
    const inside = `<span class="box">${icon(SIGN[status])}</span><span><b><bdi>${clean(name)}</bdi></b>${small}</span>`;
    const css = `class="${LOOK[status] ?? ""}${here.open === who ? " open" : ""}" data-person="${who}" data-status="${status}"${alone ? " data-alone" : ""}`;
    if (closed) return `<li ${css}><div class="hit">${inside}</div></li>`;
    const others = here.open === who ? `<div class="others"><input class="input" maxlength="200" data-note aria-label="${clean(words.note)}" placeholder="${clean(words.note)}">${["late", "left", "excused", "absent"].map((word) => `<button class="btn${word === "absent" ? " danger" : ""}" data-say="${word}">${icon(SIGN[word])} ${clean(words[word])}</button>`).join("")}</div>` : "";
    return `<li ${css}><button class="hit" data-say="${status === "present" ? "" : "present"}" aria-pressed="${status === "present"}">${inside}</button>${excuse}<button class="more" data-more aria-expanded="${here.open === who}" aria-label="${clean(words.other)} ${clean(name)}">${icon("i-dots")}</button>${others}</li>`;
  }
  /* Those who came uninvited and whom the server does not know of yet. */
  const guests = () => line.state.waiting.filter(({ mark }) => mark.walk_in && isHere(mark));
  function strangers() {
    const rows = guests().map(({ mark }) => `<li class="is-in" data-alone><div class="hit"><span class="box">${icon("i-plus")}</span><span><b><bdi>${clean(mark.walk_in.name)}</bdi></b><small>${clean(words.unknown)} · ${icon("i-phone")}${clean(words.only)}</small></span></div></li>`);
    return rows.length ? `<ul class="roll">${rows.join("")}</ul>` : "";
  }

  function toast(text, tone = "") {
    const said = Object.assign(document.createElement("p"), { className: `toast ${tone}`, textContent: text });
    $("toasts").replaceChildren(said);
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => said.remove(), 6000);
  }

  async function scanned(text) {
    const found = await keys.judge(text, line.state.rolls.keys || [line.state.rolls.key], wall().day);
    if (found.why) return toast(words[found.why], "error");
    const row = here.register.people.find(([who]) => who === found.person);
    if (ledger().said.get(found.person) === "present") return toast(`${row?.[1] ?? ""} ${words.already}`);
    if (!(await say(found.person, "present", { token: found.token }))) return;
    navigator.vibrate?.(60);
    toast(found.register !== here.register.register || !row ? words.elsewhere : `${row[1]} ✓${found.unchecked ? ` ${words.unchecked}` : ""}`);
  }

  async function look() {
    const box = $("camera");
    if (here.stop) { here.stop(); here.stop = null; box.hidden = true; return; }
    box.hidden = false;
    try {
      here.stop = await scan.watch(box.querySelector("video"), set.jsqr, scanned);
    } catch {
      box.hidden = true;
      toast(globalThis.isSecureContext ? words.noCamera : words.needsHttps, "error");
    }
  }

  $("list").addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-register]");
    if (!pressed) return;
    here.register = registers().find((one) => one.register === Number(pressed.dataset.register));
    const { day, part } = halfNow();
    const halves = here.register.half_days;
    here.half = halves.find((half) => half.day === day && half.part === part) ?? halves.find((half) => half.day >= day && !half.sealed) ?? halves.at(-1);
    recallWhy();
    history.pushState({ roll: true }, "");
    draw();
  });
  /* A roll is one step from the list that this telephone holds: its own back button comes here too, and asks nobody. */
  function toList() {
    if (here.stop) look();
    here.register = null;
    draw();
  }
  $("back").addEventListener("click", () => { if (history.state?.roll) history.back(); else toList(); });
  addEventListener("popstate", toList);
  history.replaceState(null, "");
  /* Beyond this page there is only the site: whoever has no network stays with what he has, and is told. */
  $("site").addEventListener("click", (event) => {
    if (line.state.on) return;
    event.preventDefault();
    toast(words.stay);
    line.tend();
  });
  $("halves").addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-half]");
    if (pressed) { event.preventDefault(); here.half = here.register.half_days[Number(pressed.dataset.half)]; recallWhy(); draw(); }
  });
  $("tally").addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-only]");
    if (pressed) { event.preventDefault(); here.only = pressed.dataset.only; draw(); }
  });
  $("why").addEventListener("input", () => sessionStorage.setItem(whyHere(), $("why").value));
  $("find").addEventListener("input", (event) => { here.find = event.target.value; drawRoll(); });
  $("by-body").addEventListener("click", () => { here.byBody = !here.byBody; drawRoll(); });
  $("roll").addEventListener("click", async (event) => {
    const row = event.target.closest("[data-person]");
    if (!row) return;
    const who = Number(row.dataset.person);
    if (event.target.closest("[data-more]")) { here.open = here.open === who ? 0 : who; drawRoll(); return $("roll").querySelector("li.open")?.scrollIntoView({ block: "nearest" }); }
    const pressed = event.target.closest("[data-say]");
    if (!pressed) return;
    const open = here.open;
    here.open = 0;
    if (!(await say(who, pressed.dataset.say, { note: row.querySelector("[data-note]")?.value.trim() ?? "" }))) here.open = open;
  });
  $("scan").addEventListener("click", () => { if (here.stop || !refused()) look(); });
  $("stranger").addEventListener("click", () => { if (!refused()) $("stranger-form").showModal(); });
  $("stranger-form").querySelector("form").addEventListener("submit", async (event) => {
    const told = Object.fromEntries(new FormData(event.target));
    if (event.submitter?.value === "no" || !told.name.trim()) return;
    const reason = isNow() ? "" : why("");
    if (!isNow() && !reason) return;
    await line.keep([{
      nonce: nonce(), kind: reason ? "correction" : "tap", register: here.register.register, day: here.half.day, part: here.half.part, status: "present",
      taken_at: new Date().toISOString(), walk_in: told, ...(reason && { by: line.state.rolls.keeper, reason }),
    }]);
    event.target.reset();
  });
  /* The server seals nothing before its hour, since the absent may still come: a closing that it would refuse is not taken. */
  $("close").addEventListener("click", () => {
    const { day, hour } = wall(), half = here.half;
    if (`${day} ${hour}` < `${half.day} ${half.from}`) return toast(words.early.replace("%s", half.from), "error");
    $("close-form").showModal();
  });
  $("close-excuse").addEventListener("click", async () => {
    if (!isNow() && !$("why").value.trim()) $("close-form").close();  // the reason is asked on the roll, behind
    for (const who of silentApologies(ledger().said)) if (!(await say(who, "excused"))) return;
  });
  $("close-form").querySelector("form").addEventListener("submit", async (event) => {
    if (event.submitter?.value === "no") return;
    event.preventDefault();
    const said = { nonce: nonce(), register: here.register.register, day: here.half.day, part: here.half.part };
    const signature = await keys.sign(line.state.device.closed, event.target.pin.value, said);
    event.target.reset();
    if (!signature) { $("close-wrong").hidden = false; return; }
    $("close-wrong").hidden = true;
    await line.keep([{ ...said, kind: "close", taken_at: new Date().toISOString(), signature }]);
    $("close-form").close();
  });
  $("bind-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const pin = event.target.pin.value;
    if (!globalThis.isSecureContext) return toast(words.needsHttps, "error");
    const { public_key, closed } = await keys.make(pin);
    let answer;
    try {
      answer = await fetch(set.bind, { redirect: "manual", cache: "no-store" });
      answer = answer.ok && await fetch(set.bind, {
        method: "POST", body: JSON.stringify({ name: navigator.userAgentData?.platform || navigator.platform || "", public_key }),
        headers: { "Content-Type": "application/json", "X-CSRFToken": (await answer.json()).csrf },
      });
    } catch { return toast(words.offline, "error"); }
    if (!answer) { location.href = set.login; return; }
    if (!answer.ok) return toast(words.failed, "error");
    line.state.device = { ...(await answer.json()), closed };
    line.state.word = "";
    await store.put("device", line.state.device);
    navigator.storage?.persist?.();
    event.target.reset();
    draw();
    line.tend();
  });

  if ("serviceWorker" in navigator) navigator.serviceWorker.register(set.worker, { scope: set.scope });
  await line.open(draw);
  here.heard = line.state.answers[0];
  draw();
  document.body.dataset.ready = "";
  line.tend();
})();
