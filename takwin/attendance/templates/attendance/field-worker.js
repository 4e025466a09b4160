{% autoescape off %}/* The page and its files are kept whole under one version; the page is shown from here first, then renewed behind.
   Any other page of the site is asked of the server; when no line leads there, one that says so takes its place. */
const VERSION = "takwin-field-{{ version }}";
const PAGE = "{{ page }}";
const NO_LINE = "{{ no_line }}";
const FILES = {{ files }};
const READER = "{{ jsqr }}";

self.addEventListener("install", (event) => {
  const files = "BarcodeDetector" in self ? FILES : [...FILES, READER];
  event.waitUntil(caches.open(VERSION).then((kept) => kept.addAll([PAGE, NO_LINE, ...files])).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith("takwin-field-") && name !== VERSION).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});
async function renewed(request) {
  const answer = await fetch(request);
  if (answer.ok && !answer.redirected) await (await caches.open(VERSION)).put(PAGE, answer.clone());
  return answer;
}
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET") return;
  if (path === PAGE) {
    event.respondWith(caches.match(PAGE).then((kept) => {
      if (!kept) return fetch(request);
      event.waitUntil(renewed(new Request(PAGE)).catch(() => undefined));
      return kept;
    }));
  } else if (FILES.includes(path) || path === READER) {
    event.respondWith(caches.match(path).then((kept) => kept ?? fetch(request)));
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(NO_LINE)));
  }
});
{% endautoescape %}
