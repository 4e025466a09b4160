/* Mark what is selected, in the text or in its sentences: the button, or Ctrl+Enter. Without it one presses a sentence. */
(() => {
  "use strict";
  const text = document.getElementById("text");
  const mark = document.getElementById("mark");
  function selected() {
    const typed = text.value.slice(text.selectionStart, text.selectionEnd).trim();
    return typed || String(document.getSelection()).trim();
  }
  /* A phone forgets the selection as the button is pressed, so it is noted while it is made. */
  document.addEventListener("selectionchange", () => { if (selected()) mark.value = selected(); });
  text.addEventListener("select", () => { mark.value = selected(); });
  /* With nothing selected, the sentence in which one is writing. */
  function around() {
    const before = text.value.slice(0, text.selectionStart).split(/[.!?؟…]\s|\n/).pop();
    const after = text.value.slice(text.selectionStart).split(/(?<=[.!?؟…])\s|\n/)[0];
    return (before + after).trim();
  }
  mark.addEventListener("click", () => { if (!mark.value) mark.value = around(); });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    mark.click();
  });
})();
