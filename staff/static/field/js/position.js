// Where the phone is, as far as it says so. Odd positions are marked for people, never refused.
const EARTH_M = 6_371_008;
const WAIT_MS = 12_000;
export const MARKS = {
  none: "没有位置", coarse: "精度较低", old: "位置较旧", jump: "位置跳动", repeat: "与上次读数完全相同", far: "距登记地点较远",
};

const radians = (e7) => (e7 / 1e7) * (Math.PI / 180);
export const distanceM = (a, b) => {
  if (!a || !b) return null;
  const dLat = radians(b.lat_e7 - a.lat_e7);
  const dLon = radians(b.lon_e7 - a.lon_e7);
  const lats = Math.cos(radians(a.lat_e7)) * Math.cos(radians(b.lat_e7));
  const half = Math.sin(dLat / 2) ** 2 + lats * Math.sin(dLon / 2) ** 2;
  return Math.round(2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(half))));
};

const asPosition = ({ coords, timestamp }) => ({
  lat_e7: Math.round(coords.latitude * 1e7),
  lon_e7: Math.round(coords.longitude * 1e7),
  accuracy_m: Math.max(0, Math.round(coords.accuracy)),
  at: new Date(timestamp).toISOString(),
});

const WHY = {
  1: "没有允许使用位置。可在浏览器设置中打开；不打开也能继续检查。",
  2: "暂时取不到位置，可到窗边或室外再试；不影响继续检查。",
  3: "取位置超时，可再试一次；不影响继续检查。",
};

// { position, why }: position null when there is none, and then why says it in a sentence.
export const locate = ({ wait = WAIT_MS, newest = 0 } = {}) =>
  new Promise((resolve) => {
    if (!navigator.geolocation) {
      resolve({ position: null, why: "浏览器不提供位置；不影响继续检查。" });
      return;
    }
    navigator.geolocation.getCurrentPosition(
      (found) => resolve({ position: asPosition(found), why: "" }),
      (error) => resolve({ position: null, why: WHY[error.code] || WHY[2] }),
      { enableHighAccuracy: true, timeout: wait, maximumAge: newest },
    );
  });

// Follows the phone while a page is open, so that a photo need not wait for a satellite.
let latest = null;
export const latestPosition = () => latest;
export const follow = () => {
  if (!navigator.geolocation) return () => {};
  const id = navigator.geolocation.watchPosition(
    (found) => { latest = asPosition(found); }, () => {}, { enableHighAccuracy: true },
  );
  return () => navigator.geolocation.clearWatch(id);
};

const seconds = (from, to) => (Date.parse(to) - Date.parse(from)) / 1000;
const isSame = (a, b) => a.lat_e7 === b.lat_e7 && a.lon_e7 === b.lon_e7 && a.at !== b.at;

// The marks of `position` used at `at`, after `before` (both may be null), for a site or none.
export const marksOf = (position, { at, before, site, limits }) => {
  if (!position) return ["none"];
  const found = [];
  if (position.accuracy_m > limits.coarse_m) found.push("coarse");
  if (seconds(position.at, at) > limits.old_s) found.push("old");
  if (before) {
    const took = Math.abs(seconds(before.at, position.at));
    if (took > 0 && distanceM(before, position) / took > limits.jump_m_per_s) found.push("jump");
    if (isSame(before, position)) found.push("repeat");
  }
  const away = distanceM(position, site);
  if (away !== null && away > limits.far_m) found.push("far");
  return found;
};
