/* The key of the telephone, closed with its holder's PIN; the seal of a convocation, judged without a network. */
const keys = (() => {
  const bytes = (text) => new TextEncoder().encode(text);
  const written = (raw) => btoa(String.fromCharCode(...new Uint8Array(raw))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const read = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const ROUNDS = 400_000;

  async function lock(pin, salt) {
    const typed = await crypto.subtle.importKey("raw", bytes(pin), "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
    return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  async function make(pin) {
    const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
    const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const secret = await crypto.subtle.exportKey("pkcs8", pair.privateKey);
    const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await lock(pin, salt), secret);
    return { public_key: { kty, crv, x, y }, closed: { salt, iv, data: new Uint8Array(closed) } };
  }

  /* Nothing when the PIN does not open the key. */
  async function sign(closed, pin, said) {
    let secret;
    try {
      secret = await crypto.subtle.decrypt({ name: "AES-GCM", iv: closed.iv }, await lock(pin, closed.salt), closed.data);
    } catch {
      return "";
    }
    const key = await crypto.subtle.importKey("pkcs8", secret, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
    const text = `${written(bytes('{"alg":"ES256"}'))}.${written(bytes(JSON.stringify(said)))}`;
    return `${text}.${written(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, bytes(text)))}`;
  }

  async function isSealed(text, seal, known) {
    for (const { kty, crv, x } of known) {
      const key = await crypto.subtle.importKey("jwk", { kty, crv, x }, { name: "Ed25519" }, false, ["verify"]);
      if (await crypto.subtle.verify({ name: "Ed25519" }, key, seal, bytes(text))) return true;
    }
    return false;
  }

  /* {why} when the code is not to be taken; else {register, person}, `unchecked` where the browser does not know Ed25519. */
  async function judge(text, known, today) {
    const token = text.slice(text.lastIndexOf("#") + 1);
    const [head, body, seal] = token.split(".");
    let said, kid;
    try {
      said = JSON.parse(new TextDecoder().decode(read(body)));
      kid = JSON.parse(new TextDecoder().decode(read(head))).kid;
      read(seal);
    } catch {
      return { why: "forged" };
    }
    const invited = { token, register: said.r, person: said.p };
    try {
      if (!(await isSealed(`${head}.${body}`, read(seal), known.filter((key) => !kid || key.kid === kid)))) return { why: "forged" };
    } catch (fault) {
      if (fault.name !== "NotSupportedError") return { why: "forged" };
      invited.unchecked = true;
    }
    return today > said.e ? { why: "expired" } : invited;
  }
  return { make, sign, judge };
})();
