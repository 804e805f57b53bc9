// What a visit says now: its entries, read from first to last. Nothing here is kept; the chain is.
const EMPTY = () => ({
  start: null, certificate: null, answers: {}, photos: new Map(), people: new Map(), counts: null,
  findings: new Map(), remark: "", readOut: null, signatures: new Map(), refusals: new Map(),
  orders: new Map(), finish: null, changedSinceReading: false,
  allStrokes: new Set(), length: 0,
});

const keyed = (name, isTaken) => (state, body) => {
  if (isTaken(body)) state[name].set(body.key, body);
  else state[name].delete(body.key);
};

const READ = {
  start: (state, body, entry) => { state.start ??= { ...body, at: entry.at }; },
  certificate_shown: (state, body, entry) => { state.certificate = { ...body, at: entry.at }; },
  answer: (state, body) => {
    if (body.value) state.answers[body.item] = body;
    else delete state.answers[body.item];
  },
  photo: (state, body) => { state.photos.set(body.sha256, body); },
  person_met: keyed("people", (body) => body.name),
  counts: (state, body) => { state.counts = body; },
  finding: keyed("findings", (body) => body.text),
  note: (state, body) => { state.remark = body.text; },
  read_out: (state, body, entry) => {
    state.readOut = { ...body, at: entry.at };
    state.changedSinceReading = false;
    state.signatures.clear(); // what was signed before was another text
    state.refusals.delete("signature");
  },
  signature: (state, body, entry) => {
    state.allStrokes.add(body.sha256);
    state.signatures.set(`${body.role}/${body.user}/${body.name}`, { ...body, at: entry.at });
  },
  refusal: (state, body, entry) => { state.refusals.set(body.of, { ...body, at: entry.at }); },
  order_handed: (state, body, entry) => {
    if (!state.orders.has(body.release)) state.orders.set(body.release, { ...body, at: entry.at });
  },
  finish: (state, body, entry) => { state.finish = { ...body, at: entry.at }; },
};

// The words that are read out come from these; a later change needs another reading.
const SAID = new Set([
  "start", "certificate_shown", "answer", "photo", "person_met", "counts", "finding", "note", "order_handed",
]);

export const fold = (entries) => {
  const state = EMPTY();
  for (const entry of entries) {
    if (SAID.has(entry.kind) && state.readOut) state.changedSinceReading = true;
    READ[entry.kind]?.(state, entry.body, entry);
    state.length += 1;
  }
  return state;
};

export const photosOf = (state, item) =>
  [...state.photos.values()].filter((photo) => photo.item === item);
export const notOk = (state) =>
  Object.values(state.answers).filter((answer) => answer.value === "not_ok");
