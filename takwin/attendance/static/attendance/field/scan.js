/* The camera reads the codes of convocations: by the browser's own reader, else by jsQR, kept with the page. */
const scan = (() => {
  async function reader(script) {
    if ("BarcodeDetector" in globalThis && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
      const own = new BarcodeDetector({ formats: ["qr_code"] });
      return async (canvas) => (await own.detect(canvas))[0]?.rawValue;
    }
    if (!globalThis.jsQR) {
      await new Promise((resolve, reject) => {
        const brought = Object.assign(document.createElement("script"), { src: script, onload: resolve, onerror: reject });
        document.head.append(brought);
      });
    }
    return async (canvas) => {
      const { data, width, height } = canvas.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, canvas.width, canvas.height);
      return jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data;
    };
  }

  /* Tells each code once while it stays before the camera; gives what stops the camera. */
  async function watch(video, script, tell) {
    const light = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 960 } }, audio: false });
    video.srcObject = light;
    await video.play();
    const look = await reader(script);
    const canvas = document.createElement("canvas");
    let on = true, last = "", unseen = 0;
    (async () => {
      while (on) {
        const scale = Math.min(1, 640 / (video.videoWidth || 640));
        canvas.width = Math.round(video.videoWidth * scale) || 1;
        canvas.height = Math.round(video.videoHeight * scale) || 1;
        canvas.getContext("2d", { willReadFrequently: true }).drawImage(video, 0, 0, canvas.width, canvas.height);
        const text = await look(canvas).catch(() => "");
        unseen = text ? 0 : unseen + 1;
        if (text && text !== last) await tell(text);
        if (text) last = text;
        if (unseen > 20) last = "";
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
    })();
    return () => { on = false; for (const track of light.getTracks()) track.stop(); video.srcObject = null; };
  }
  return { watch };
})();
