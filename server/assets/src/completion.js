// What the editor offers: terms of this graph by any of their names, prefixes, variables of the query, keywords.

const KEYWORDS = (
  "SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS GRAPH BIND VALUES SERVICE PREFIX BASE ASK CONSTRUCT DESCRIBE FROM NAMED "
  + "LIMIT OFFSET COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT BOUND LANG LANGMATCHES STR STRSTARTS STRAFTER STRBEFORE CONTAINS "
  + "LCASE UCASE REGEX REPLACE CONCAT COALESCE EXISTS ISIRI ISLITERAL DATATYPE YEAR"
).split(" ").concat(["ORDER BY", "GROUP BY", "NOT EXISTS", "HAVING", "DESC", "ASC"]);
const MOST = 60;
const CHINESE = /\p{Script=Han}/u;
const LOCAL = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*)$/u;
const DECLARED = /^[ \t]*PREFIX[ \t]+([\p{L}\p{N}_-]*):[ \t]*<([^>\s]*)>/gimu;
const RANKS = { class: 0.2, property: 0.2, concept: 0.1, entity: 0 };

export class Terms {
  constructor(told) {
    this.prefixes = told.prefixes;
    const spaces = Object.entries(told.prefixes).sort((one, other) => other[1].length - one[1].length);
    this.terms = told.terms.map((term) => ({ ...term, ...split(term.iri, spaces), low: term.names.map((name) => name.toLowerCase()) }));
  }

  // The terms for what was written: those whose name is it, begins with it, has a word with it, holds it.
  find(written, prefix = null, space = null) {
    const low = written.toLowerCase();
    const found = [];
    for (const term of this.terms) {
      if (prefix !== null && term.space !== space) continue;
      const match = best(term, low);
      if (match) found.push({ term, ...match });
    }
    found.sort((one, other) => other.score - one.score || one.term.iri.localeCompare(other.term.iri));
    return found.slice(0, MOST);
  }
}

function split(iri, spaces) {
  for (const [prefix, space] of spaces) {
    const local = iri.slice(space.length);
    if (iri.startsWith(space) && LOCAL.test(local)) return { prefix, space, local };
  }
  return { prefix: "", space: "", local: "" };
}

function best(term, low) {
  const locals = term.local ? [term.local.toLowerCase()] : [];
  let found = null;
  [...term.low, ...locals].forEach((name, at) => {
    const place = name.indexOf(low);
    if (place < 0) return;
    const isWord = place === 0 || /[\s\-("'’“]/.test(name[place - 1]);
    const score = (name === low ? 4 : place === 0 ? 3 : isWord ? 2 : 1) + RANKS[term.kind] - at * 0.01 - name.length * 0.0005;
    if (!found || score > found.score) found = { score, name: term.names[at] || term.names[0] || term.local };
  });
  return found;
}

export function declared(text) {
  return new Map([...text.matchAll(DECLARED)].map(([, prefix, space]) => [prefix, space]));
}

// The name of a namespace in this query, and the line that is to be added so that it has one.
function nameFor(term, text) {
  const known = declared(text);
  for (const [prefix, space] of known) if (space === term.space) return { prefix, line: "" };
  let prefix = term.prefix;
  while (known.has(prefix)) prefix += "2";
  return { prefix, line: `PREFIX ${prefix}: <${term.space}>\n` };
}

// Where a new PREFIX line belongs: behind the last one, or else behind the comments at the top.
function placeForPrefix(text) {
  const last = [...text.matchAll(DECLARED)].pop();
  if (last) {
    const end = text.indexOf("\n", last.index + last[0].length);
    return end < 0 ? text.length : end + 1;
  }
  return /^(?:#[^\n]*\n)*/.exec(text)[0].length;
}

export function insertTerm(view, term, from, to) {
  const text = view.state.doc.toString();
  const { prefix, line } = nameFor(term, text);
  const written = term.space ? `${prefix}:${term.local}` : `<${term.iri}>`;
  const changes = [{ from, to, insert: written }];
  let end = from + written.length;
  if (term.space && line) {
    const at = placeForPrefix(text);
    const insert = at && text[at - 1] !== "\n" ? `\n${line}` : line;
    changes.unshift({ from: at, insert });
    end += insert.length;
  }
  view.dispatch({ changes, selection: { anchor: end }, userEvent: "input.complete", scrollIntoView: true });
}

function toOption({ term, name, score }) {
  return {
    label: name,
    detail: term.space ? `${term.prefix}:${term.local}` : term.iri,
    type: term.kind,
    info: term.meaning,
    boost: score,
    apply: (view, _, from, to) => insertTerm(view, term, from, to),
  };
}

function offerPrefixes(terms, low) {
  return Object.entries(terms.prefixes).filter(([prefix]) => prefix.startsWith(low)).map(([prefix, space]) => ({
    label: `${prefix}:`,
    detail: space,
    type: "namespace",
    apply: (view, _, from, to) => insertTerm(view, { prefix, space, local: "" }, from, to),
  }));
}

// The offers at a place of the text; `isPlain` tells that nothing there is a string, a comment or an IRI.
export function offersAt(context, terms, isPlain) {
  if (!isPlain) return null;
  const variable = context.matchBefore(/[?$][\p{L}\p{N}_]*/u);
  if (variable) {
    const names = new Set(context.state.doc.toString().match(/[?$][\p{L}\p{N}_]+/gu));
    names.delete(variable.text);
    return { from: variable.from, options: [...names].sort().map((label) => ({ label, type: "variable" })) };
  }
  const written = context.matchBefore(/(?:[\p{L}\p{N}_-]*:)?[\p{L}\p{N}_’'-]*/u);
  const text = written ? written.text : "";
  const [, prefix, rest] = /^(?:([^:]*):)?(.*)$/s.exec(text);
  if (!context.explicit && prefix === undefined && text.length < (CHINESE.test(text) ? 1 : 2)) return null;
  const from = written ? written.from : context.pos;
  if (prefix !== undefined) {
    const space = declared(context.state.doc.toString()).get(prefix) ?? terms.prefixes[prefix];
    if (space === undefined) return null;
    return { from, filter: false, options: terms.find(rest, prefix, space).map(toOption) };
  }
  const low = text.toLowerCase();
  const keywords = KEYWORDS.filter((word) => text && word.toLowerCase().startsWith(low)).map((label) => ({ label, type: "keyword" }));
  const options = [...keywords.slice(0, 3), ...offerPrefixes(terms, low).slice(0, text ? 4 : 60), ...terms.find(text).map(toOption)];
  return options.length ? { from, filter: false, options } : null;
}
