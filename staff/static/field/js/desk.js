// One visit as its pages see it: the card it was begun with, what it says now, and one way to write.
import { begin, cardOf, chains, entries, write } from "./chain.js";
import { Sentence } from "./dom.js";
import { fold } from "./fold.js";
import { cardFor, read } from "./pack.js";

const rowOf = async (visitId) =>
  (await chains()).filter((row) => row.visit === visitId).sort((a, b) => b.opened - a.opened)[0];

export const plannedVisit = async (visitId) => {
  const [visits] = await read("visits");
  return (visits || []).find((visit) => visit.id === visitId) || null;
};

// { visit, card, chain, row, state }; chain is "" until the visit is begun on this phone.
export const deskOf = async (visitId) => {
  const row = await rowOf(visitId);
  if (row) {
    const begun = await cardOf(row);
    // Numbers may be released while a visit is under way; everything else stays as it was begun with.
    const card = { ...begun, orders: (await read("orders"))[0] || begun.orders };
    const state = fold(row.receipt ? [] : await entries(row.chain));
    return { visit: card.visit, card, chain: row.chain, row, state };
  }
  const visit = await plannedVisit(visitId);
  if (!visit) throw new Sentence("手机上没有这次检查。请联网更新后再看。");
  return { visit, card: await cardFor(visit), chain: "", row: null, state: fold([]) };
};

// For pages that write: the visit must have been begun and must not be over.
export const openDesk = async (visitId) => {
  const desk = await deskOf(visitId);
  if (!desk.chain) throw new Sentence("请先在检查页按“开始检查”。");
  if (desk.row.isFinished) throw new Sentence("这次检查已经结束，不能再改。");
  return { ...desk, write: (kind, body, more) => write(desk.chain, kind, body, more) };
};

export const beginVisit = (card) => begin(card);
export const pathOf = (visitId, part = "") => `#/visit/${visitId}${part && `/${part}`}`;
export const officersOf = ({ card, visit }) => {
  const known = new Map(visit.officers.map((officer) => [officer.id, officer]));
  for (const person of card.people) if (!known.has(person.id)) known.set(person.id, { ...person, isOther: true });
  return known;
};
