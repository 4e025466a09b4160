/* Checks the credential of a certificate with nothing but the keys and the lists it is given: no network, no library.
   One file for the page that stands on the site and for the page that is kept on a disk. */
(() => {
  "use strict";
  const RULE = "Ed25519";
  const utf8 = new TextDecoder();
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

  /* Why a credential is not believed; the message names the sentence. */
  class Refused extends Error {}
  const believed = (condition, why) => {
    if (!condition) throw new Refused(why);
  };
  const read = (act, why) => {
    try {
      return act();
    } catch {
      throw new Refused(why);
    }
  };

  async function unpacked(data, format) {
    const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream(format));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /* What one of the trusted keys signed, and that key; a changed sign anywhere refuses the whole. */
  async function opened(signed, trust) {
    const parts = signed.split(".");
    believed(parts.length === 3, "unreadable");
    const header = read(() => JSON.parse(utf8.decode(bytes(parts[0]))), "unreadable");
    believed(header && header.alg === RULE, "unreadable");
    believed(Object.hasOwn(trust.keys, header.kid), "stranger");
    const key = trust.keys[header.kid];
    const [body, signature] = read(() => [bytes(parts[1]), bytes(parts[2])], "tampered");
    const jwk = { kty: "OKP", crv: RULE, x: key.x };
    const hand = await crypto.subtle.importKey("jwk", jwk, RULE, false, ["verify"]);
    const said = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
    believed(await crypto.subtle.verify(RULE, hand, signature, said), "tampered");
    const plain = header.zip === "DEF" ? await unpacked(body, "deflate-raw") : body;
    return { claims: JSON.parse(utf8.decode(plain)), key, kid: header.kid };
  }

  /* Whether the list says that it is over, and up to which instant the list knows. */
  async function standing(status, trust) {
    const list = trust.lists[status.statusListCredential];
    if (!list) return { known: "", over: false };
    const said = (await opened(list, trust)).claims;
    const bits = await unpacked(bytes(said.credentialSubject.encodedList.slice(1)), "gzip");
    const place = Number(status.statusListIndex);
    return { known: said.validFrom, over: Boolean(bits[place >> 3] & (128 >> (place & 7))) };
  }

  async function check(written, trust) {
    if (!globalThis.crypto?.subtle || !globalThis.DecompressionStream) return { verdict: "unable" };
    try {
      const [address, fragment] = written.includes("#") ? written.trim().split("#") : ["", written.trim()];
      const { claims, key, kid } = await opened(fragment, trust);
      believed(claims.issuer.id === trust.issuer, "stranger");
      believed(!key.until || claims.validFrom <= key.until, "expired");
      const code = claims.id.split("/").pop();
      const asked = /\/verify\/([^/?]+)/.exec(address);
      believed(!asked || decodeURIComponent(asked[1]) === code, "another");
      const { known, over } = await standing(claims.credentialStatus, trust);
      const verdict = over ? "revoked" : known < claims.validFrom ? "newer" : "valid";
      return { verdict, claims, code, kid, known, names: trust.names };
    } catch (fault) {
      return { verdict: fault instanceof Refused ? fault.message : "unable" };
    }
  }

  /* ── What is shown ─────────────────────────────────────────────────────── */
  const TONES = { valid: "", newer: "warn", unable: "warn" };
  const SIGNS = { valid: "✓", newer: "!", unable: "!" };
  const made = (tag, text = "", looks = "") => {
    const element = document.createElement(tag);
    element.className = looks;
    element.textContent = text;
    return element;
  };
  const when = (instant, language, hour = false) =>
    new Intl.DateTimeFormat(language === "ar" ? "ar-MA-u-nu-latn" : language, {
      dateStyle: "long", timeZone: "Africa/Casablanca", ...(hour && { timeStyle: "short" }),
    }).format(new Date(instant));

  function facts(found, say, language) {
    const { claims } = found;
    const earned = claims.credentialSubject;
    const days = [earned.activityStartDate, earned.activityEndDate].map((day) => when(day, language));
    return [
      [say.training, [...new Set([earned.achievement.name, earned.achievement.description])].join(" · ")],
      [say.dates, [...new Set(days)].join(" – ")],
      [say.presence, earned.achievement.criteria.narrative],
      [say.issued_by, claims.issuer.name],
      [say.issued_on, when(claims.validFrom, language)],
      [say.code, found.code],
      ...signing(found, say, language),
      revocations(found, say, language),
    ];
  }
  /* Whose key it is: a trusted one is of the institution that gave the keys; its identifier stands small beside it. */
  const signing = ({ claims, kid, names }, say, language) => {
    const name = names[language] ?? names.fr;
    return [[say.signed_by, name, `${claims.issuer.id} · ${kid}`]];
  };
  const revocations = ({ known }, say, language) => [say.known, known ? when(known, language, true) : say.unknown];
  function listed(list, rows) {
    for (const [label, value, aside] of rows) {
      const said = made("dd");
      said.append(made("bdi", value));
      if (aside) said.appendChild(made("small")).append(made("bdi", aside));
      list.append(made("dt", label), said);
    }
    return list;
  }
  function signed(verdict) {
    const sign = made("span", SIGNS[verdict] ?? "×", "verdict-sign");
    sign.setAttribute("aria-hidden", "true");
    return sign;
  }

  function show(place, found, say, language) {
    const section = made("section", "", `proof ${TONES[found.verdict] ?? "bad"}`);
    section.dataset.verdict = found.verdict;
    const header = made("header");
    const words = made("div");
    words.append(made("h2", say[found.verdict]), made("p", say[`${found.verdict}_more`]));
    header.append(signed(found.verdict), words);
    section.append(header);
    if (found.claims) {
      const inside = made("div", "", "in");
      const name = made("p", "", "name");
      for (const { identityHash } of found.claims.credentialSubject.identifier) {
        const line = name.firstChild ? name.appendChild(made("small")) : name;
        line.append(made("bdi", identityHash));
      }
      inside.append(name, listed(made("dl", "", "facts"), facts(found, say, language)));
      section.append(inside);
    }
    place.replaceChildren(section);
  }

  /* ── On the site: the fragment of the address, with the keys of the day ── */
  const told = (id) => JSON.parse(document.getElementById(id).textContent);
  async function onSite(card) {
    if (location.hash.length < 2) return;
    const language = document.documentElement.lang;
    const answer = await fetch(card.dataset.trust).catch(() => null);
    if (answer?.ok) join(card, await check(location.href, await answer.json()), told("words")[language], language);
  }

  /* One card, one verdict: the register's, in which the signature is a line; unless the square is not to be believed,
     which then comes first. A browser that cannot check, or a square that holds no signature, lowers nothing: the
     register answers the bare code as well. What was revoked the register knows better than any list, and since when:
     no second moment is said beside it. */
  const LOWERS = new Set(["tampered", "stranger", "another", "expired"]);
  function join(card, found, say, language) {
    const inside = card.querySelector(".in");
    const list = inside.querySelector("dl") ?? inside.appendChild(made("dl", "", "facts"));
    const lowers = LOWERS.has(found.verdict);
    const sound = found.claims && !lowers;
    const stands = !/ (bad|warn)$/.test(card.className);
    listed(list, sound ? [[say.signature, say.intact], ...signing(found, say, language)] : [[say.signature, say[found.verdict]]]);
    if (sound && stands) listed(list, [revocations(found, say, language)]);
    card.dataset.signature = found.verdict;
    if (!lowers || card.classList.contains("bad")) return;
    card.className = "proof bad";
    card.querySelector("header > :first-child").replaceWith(signed(found.verdict));
    card.querySelector("header h1").textContent = say[found.verdict];
    card.querySelector("header p").textContent = say[`${found.verdict}_more`];
    inside.prepend(made("p", say.register));
  }

  /* ── Kept on a disk: whatever is pasted, photographed, or stands in the address ── */
  function keptPage(form) {
    const trust = told("trust");
    const words = told("words");
    const place = document.getElementById("verdict");
    const wished = (navigator.language || "ar").slice(0, 2);
    let language = Object.hasOwn(words, wished) ? wished : "ar";
    async function judge() {
      if (form.link.value.trim()) show(place, await check(form.link.value, trust), words[language], language);
    }
    function speak(chosen) {
      language = chosen;
      document.documentElement.lang = chosen;
      document.documentElement.dir = chosen === "ar" ? "rtl" : "ltr";
      for (const element of document.querySelectorAll("[data-say]")) {
        element.textContent = words[chosen][element.dataset.say].replace("{when}", when(trust.made_at, chosen, true));
      }
      for (const button of document.querySelectorAll("[data-speak]")) {
        button.setAttribute("aria-pressed", String(button.dataset.speak === chosen));
      }
      judge();
    }
    for (const button of document.querySelectorAll("[data-speak]")) {
      button.addEventListener("click", () => speak(button.dataset.speak));
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      judge();
    });
    form.link.addEventListener("input", judge);
    const photo = document.getElementById("photo");
    if (globalThis.BarcodeDetector) photo.hidden = false;
    photo.querySelector("input").addEventListener("change", async (event) => {
      const picture = await createImageBitmap(event.target.files[0]);
      const [square] = await new BarcodeDetector({ formats: ["qr_code"] }).detect(picture);
      form.link.value = square ? square.rawValue : "?";
      judge();
    });
    const arrived = () => {
      if (location.hash.length > 1) form.link.value = location.hash;
      judge();
    };
    addEventListener("hashchange", arrived);
    speak(language);
    arrived();
  }

  const site = document.getElementById("proof");
  if (site) onSite(site);
  const form = document.getElementById("kept");
  if (form) keptPage(form);
})();
