// A query as programs ask it: ready to be pasted into a shell, Python, R or another query.

const PROLOGUE = /^(?:\s*(?:#[^\n]*(?:\n|$)|PREFIX\s+[\p{L}\p{N}_.-]*:\s*<[^>]*>|BASE\s+<[^>]*>))*/iu;
// What keeps its letters: long strings, strings, IRIs, comments; then FROM, of which SERVICE has none, and the end of a line.
const PIECES = new RegExp([
  String.raw`(?<kept>"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')`,
  String.raw`(?<iri><[^<>"{}|^\x60\\\s]*>)|(?<comment>#[^\n]*)`,
  String.raw`(?<from>(?<![?$\w:.-])FROM\s+(?:NAMED\s+)?(?:<[^>]*>|[\p{L}\p{N}_.-]*:[\p{L}\p{N}_.-]*)\s*)|(?<end>\n)`,
].join("|"), "gisu");
const FORM = /\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/i;

export function formOf(query) {
  const found = FORM.exec(query.slice(PROLOGUE.exec(query)[0].length));
  return found ? found[1].toUpperCase() : "SELECT";
}

export const isGraph = (query) => /CONSTRUCT|DESCRIBE/.test(formOf(query));

const isRows = (query) => formOf(query) === "SELECT";

function endMark(query) {
  let mark = "SPARQL";
  while (query.split("\n").includes(mark)) mark += "_";
  return mark;
}

function curl(endpoint, query) {
  const mark = endMark(query);
  const accept = isGraph(query) ? "text/turtle" : "text/csv";
  return `curl -H 'Accept: ${accept}' --data-urlencode query@- '${endpoint}' <<'${mark}'\n${query.trimEnd()}\n${mark}\n`;
}

function python(endpoint, query) {
  const isPlain = !/"""|\\/.test(query) && !query.endsWith('"');
  const text = isPlain ? `"""${query}"""` : JSON.stringify(query);
  const ask = [
    "import urllib.parse", "import urllib.request", "", `QUERY = ${text}`, "", "request = urllib.request.Request(",
    `    "${endpoint}",`, '    data=urllib.parse.urlencode({"query": QUERY}).encode(),',
    `    headers={"Accept": "${isGraph(query) ? "text/turtle" : "text/csv"}"},`, ")",
    "with urllib.request.urlopen(request) as answer:",
  ];
  if (!isRows(query)) return [...ask, "    print(answer.read().decode())", ""].join("\n");
  return ["import csv", "import io", ...ask, '    for row in csv.DictReader(io.TextIOWrapper(answer, "utf-8", newline="")):', "        print(row)", ""].join("\n");
}

function r(endpoint, query) {
  let dashes = "---";
  while (query.includes(`)${dashes}"`)) dashes += "-";
  const read = !isRows(query)
    ? 'cat(readLines(address, encoding = "UTF-8"), sep = "\\n")'
    : 'answer <- read.csv(address, encoding = "UTF-8", check.names = FALSE)\nprint(answer)';
  return [
    "# R 4.0 or later", `query <- r"${dashes}(${query})${dashes}"`,
    `address <- paste0("${endpoint}?format=${isGraph(query) ? "ttl" : "csv"}&query=", URLencode(query, reserved = TRUE))`, read, "",
  ].join("\n");
}

function service(endpoint, query) {
  if (formOf(query) !== "SELECT") return "# SERVICE takes the pattern of a SELECT query.\n";
  const prologue = PROLOGUE.exec(query)[0].split("\n").filter((line) => line.trim() && !line.trim().startsWith("#"));
  let hasFrom = false;
  const select = query.slice(PROLOGUE.exec(query)[0].length).trim().replace(PIECES, (piece, ...found) => {
    const { from, end } = found.at(-1);
    if (from) hasFrom = true;
    return from ? "" : end ? "\n    " : piece;
  });
  const left = hasFrom ? ["    # FROM has no place in SERVICE and is left out; choose graphs with GRAPH instead."] : [];
  return [...prologue, "SELECT * WHERE {", `  SERVICE <${endpoint}> {`, ...left, `    ${select}`, "  }", "}", ""].join("\n");
}

export const WAYS = [["curl", curl], ["Python", python], ["R", r], ["SERVICE, in a query to another endpoint", service]];
