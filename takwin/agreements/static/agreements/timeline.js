/* A timeline wider than its frame opens on today, and not on years gone by. */
(() => {
  "use strict";
  const left = (one) => one.getBoundingClientRect().left;
  document.querySelectorAll(".gantt-scroll").forEach((frame) => {
    const today = frame.querySelector(".g-today");
    if (today) frame.scrollLeft += left(today) - left(frame) - frame.clientWidth / 2;
  });
})();
