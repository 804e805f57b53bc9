// A photo becomes evidence on the phone: shrunk to the set size, hashed, and only then kept. What
// the camera wrote into the file is gone with the shrinking; time and place come from the app.
import { sha256 } from "./bytes.js";
import { Sentence } from "./dom.js";
import { write } from "./chain.js";
import { latestPosition, locate } from "./position.js";

const FIRST_QUALITY = 0.82;
const LEAST_QUALITY = 0.5;

const drawn = async (file, longest) => {
  // from-image: turned as the camera was held, since the note of that turning is lost.
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => {
    throw new Sentence("这个文件不是能识别的照片，没有存下，请重新拍摄。");
  });
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas;
};

const encoded = (canvas, quality) =>
  new Promise((resolve, reject) => {
    const done = (blob) => (blob ? resolve(blob) : reject(new Sentence("照片处理失败，手机内存可能不足，请再拍一次。")));
    canvas.toBlob(done, "image/jpeg", quality);
  });

export const shrunk = async (file, { photo_px: longest, photo_bytes: most }) => {
  const canvas = await drawn(file, longest);
  let quality = FIRST_QUALITY;
  let blob = await encoded(canvas, quality);
  while (blob.size > most && quality > LEAST_QUALITY) {
    quality -= 0.08;
    blob = await encoded(canvas, quality);
  }
  const bytes = await blob.arrayBuffer();
  const size = { width: canvas.width, height: canvas.height };
  canvas.width = 0; // phones give a canvas's memory back late otherwise
  return { bytes, sha256: await sha256(bytes), ...size };
};

const POSITION_WAIT_MS = 1500; // the picture is taken; its place must not keep the officer waiting

// Shrink, hash and keep one photo. Resolves when photo and entry are on disk together.
export const keepPhoto = async (chain, file, { item = "", finding = "", limits }) => {
  const taken_at = new Date().toISOString();
  const photo = await shrunk(file, limits);
  const position = latestPosition() || (await locate({ wait: POSITION_WAIT_MS, newest: 30_000 })).position;
  const body = {
    sha256: photo.sha256, size: photo.bytes.byteLength, media_type: "image/jpeg",
    width: photo.width, height: photo.height, item, finding, caption: "", taken_at, position,
  };
  await write(chain, "photo", body, { blobs: [{ sha256: photo.sha256, bytes: photo.bytes }] });
  return body;
};
