/* The line to the server: what only this telephone has is handed over until the server has it. Nobody switches anything:
   a line that answers nothing is told in words before three seconds, and the page goes on. */
const line = (() => {
  const SILENCE = 2000, PATIENCE = 30_000, AGAIN = 4000, BATCH = 500;
  const state = { device: null, rolls: null, waiting: [], answers: [], on: navigator.onLine, word: "" };
  let told = () => {};
  let pushing = false;
  let cuts = 0;

  async function open(tell) {
    told = tell;
    [state.device, state.rolls, state.waiting, state.answers] = await Promise.all([
      store.get("device"), store.get("rolls"), store.marks(), store.get("answers"),
    ]);
    state.answers ??= [];
    addEventListener("online", tend);
    addEventListener("offline", () => { cuts += 1; say(false); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) tend(); });
    setInterval(() => { if (state.waiting.length || !state.on) tend(); }, AGAIN);
    setInterval(refresh, 60_000);
  }

  function say(on, word = "") {
    if (state.on !== on || state.word !== word) { Object.assign(state, { on, word }); told(); }
  }

  /* An answer asked for before the line was cut says nothing of the line after. */
  async function ask(path, body) {
    const stop = new AbortController(), before = cuts;
    const silent = setTimeout(() => say(false), SILENCE);
    const enough = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(path, {
        method: body ? "POST" : "GET", body: body && JSON.stringify(body), signal: stop.signal, cache: "no-store", credentials: "omit",
        headers: { Authorization: `Bearer ${state.device.token}`, "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      });
      const heard = await answer.json();
      if (answer.status === 401 || answer.status === 403) await forget();
      if (!answer.ok) { say(answer.status < 500, heard.error ?? ""); return null; }
      if (cuts === before) say(true);
      return heard;
    } catch {
      say(false);
      return null;
    } finally {
      clearTimeout(silent);
      clearTimeout(enough);
    }
  }

  /* Trusted no more: names leave this telephone; what only it has stays until it is handed over. */
  async function forget() {
    state.rolls = null;
    await store.put("rolls", null);
    told();
  }

  async function tend() {
    await push();
    await refresh();
  }

  async function refresh() {
    if (!state.device) return;
    const asked = Date.now();
    const heard = await ask("/api/v1/presence/rolls");
    if (!heard) return;
    heard.ahead = Date.parse(heard.server_time) - (asked + Date.now()) / 2;
    state.rolls = heard;
    await store.put("rolls", heard);
    told();
  }

  async function keep(several) {
    await store.keep(several);
    state.waiting = await store.marks();
    told();
    push();
  }

  /* One page at a time pushes, whatever the number of pages open; twice would harm nothing. */
  async function push() {
    if (pushing || !state.device) return;
    pushing = true;
    try {
      await (navigator.locks ? navigator.locks.request("takwin-push", handOver) : handOver());
    } finally {
      pushing = false;
    }
  }

  async function handOver() {
    for (;;) {
      const batch = (await store.marks()).slice(0, BATCH);
      if (!batch.length) break;
      const heard = await ask("/api/v1/presence/sync", {
        device: state.device.device, sent_at: new Date().toISOString(), marks: batch.map(({ mark }) => mark),
      });
      if (!heard) break;
      note(batch, heard);
      await store.put("answers", state.answers);
      if (state.rolls) await store.put("rolls", state.rolls);
      await store.release(batch.map(({ turn }) => turn));
      state.waiting = await store.marks();
      told();
    }
    state.waiting = await store.marks();
  }

  function note(batch, heard) {
    heard.marks.forEach((answer, n) => {
      const ledger = answer.ledger;
      const register = ledger && state.rolls?.registers.find((one) => one.register === ledger.register);
      if (register) {
        register.said = register.said.filter(([person, day, part]) => !(person === ledger.person && day === ledger.day && part === ledger.part));
        if (ledger.status) register.said.push([ledger.person, ledger.day, ledger.part, ledger.status]);
        const half = register.half_days.find((one) => one.day === ledger.day && one.part === ledger.part);
        if (half && ledger.sealed) half.sealed = true;
      }
      if (answer.message && answer.result !== "duplicate") state.answers.unshift({ mark: batch[n].mark, message: answer.message, result: answer.result });
    });
    state.answers = state.answers.slice(0, 50);
  }
  return { state, open, tend, keep };
})();
