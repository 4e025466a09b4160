/* What the telephone keeps: its binding, the rolls it carries, the marks that only it has. One database, for good. */
const store = (() => {
  const ready = new Promise((resolve, reject) => {
    const asked = indexedDB.open("takwin-presence", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("kept");
      asked.result.createObjectStore("marks", { keyPath: "turn", autoIncrement: true });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

  async function act(name, mode, work) {
    const base = await ready;
    return new Promise((resolve, reject) => {
      const turn = base.transaction(name, mode, { durability: "strict" });
      const asked = work(turn.objectStore(name));
      turn.oncomplete = () => resolve(asked?.result);
      turn.onerror = turn.onabort = () => reject(turn.error);
    });
  }

  const get = (key) => act("kept", "readonly", (kept) => kept.get(key));
  const put = (key, value) => act("kept", "readwrite", (kept) => kept.put(value, key));
  const marks = () => act("marks", "readonly", (kept) => kept.getAll());

  /* Marks said together are kept together or not at all: a word taken back and the word that replaces it. */
  const keep = (several) => act("marks", "readwrite", (kept) => {
    for (const mark of several) kept.add({ mark });
  });
  const release = (turns) => act("marks", "readwrite", (kept) => {
    for (const turn of turns) kept.delete(turn);
  });
  return { get, put, marks, keep, release };
})();
