{% autoescape off %}/* The page and its files are kept whole under one version, and replaced together or not at all: a page renewed before
   the files it names, when the line is lost in between, would open empty.
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
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET") return;
  if (path === PAGE || path === READER || FILES.includes(path)) {
    event.respondWith(caches.match(path).then((kept) => kept ?? fetch(request)));
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(NO_LINE)));
  }
});
{% endautoescape %}
