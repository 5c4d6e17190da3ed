// The editor in place of the plain field. It stands in a shadow tree, where its styles need no exception from the policy.
import { acceptCompletion, autocompletion, closeCompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { offersAt, Terms } from "./completion.js";

export { Terms };

const NO_TERM = /^(String|Comment|IriRef|IRIREF|Langtag)$/;
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.variableName, color: "var(--link)" },
  { tag: [tags.string, tags.annotation], color: "var(--good)" },
  { tag: [tags.integer, tags.float, tags.bool], color: "var(--part)" },
  { tag: tags.comment, color: "var(--faint)", fontStyle: "italic" },
]);
const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)", border: "1px solid var(--faint)", borderRadius: "3px", fontSize: "0.875rem" },
  "&.cm-focused": { outline: "3px solid var(--link)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", maxHeight: "32rem", minHeight: "12rem", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", minHeight: "12rem" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--faint)", borderRight: "1px solid var(--rule)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--raised) 60%, transparent)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--link) 28%, transparent)" },
  ".cm-matchingBracket": { outline: "1px solid var(--faint)", backgroundColor: "transparent !important" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--faint)", borderRadius: "3px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--sans)", maxHeight: "16rem", maxWidth: "min(44rem, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".2rem .5rem", lineHeight: "1.4" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--link)", color: "var(--paper)" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "var(--paper)" },
  ".cm-completionDetail": { color: "var(--faint)", fontStyle: "normal", fontFamily: "var(--mono)", fontSize: ".8125rem" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-completionInfo": { padding: ".4rem .6rem", maxWidth: "22rem", fontFamily: "var(--sans)", whiteSpace: "normal" },
  ".cm-diagnostic": { fontFamily: "var(--sans)", borderLeft: "4px solid var(--late)", padding: ".3rem .6rem" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--late) 2px", textUnderlineOffset: "3px" },
});

// A column counts characters as people do, the editor counts as JavaScript does.
function placeOf(doc, line, column) {
  const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const before = [...doc.sliceString(from, to)].slice(0, Math.max(column - 1, 0)).join("").length;
  return { at: Math.min(from + before, to), to };
}

export function makeEditor(field, { terms, run, changed }) {
  const host = document.createElement("div");
  host.className = "editor";
  const root = host.attachShadow({ mode: "open" });
  const asking = [
    { key: "Mod-Enter", run: () => { run(); return true; }, preventDefault: true },
    { key: "Tab", run: (view) => { closeCompletion(view); return false; } },
  ];
  const offer = async (context) => {
    const node = syntaxTree(context.state).resolveInner(context.pos, -1);
    const isPlain = !NO_TERM.test(node.name) || node.to < context.pos;
    return offersAt(context, await terms(), isPlain);
  };
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        Prec.highest(keymap.of(asking)),
        lineNumbers(), history(), drawSelection(), bracketMatching(), highlightActiveLine(), EditorView.lineWrapping,
        autocompletion({ override: [offer], icons: false, maxRenderedOptions: 60, closeOnBlur: true, defaultKeymap: false }),
        keymap.of([...completionKeymap, { key: "Ctrl-y", run: acceptCompletion }, ...defaultKeymap, ...historyKeymap]),
        sparql(), syntaxHighlighting(colours), look,
        EditorView.contentAttributes.of({ "aria-label": "Query", "aria-multiline": "true", spellcheck: "false", tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          field.value = update.state.doc.toString();
          changed();
        }),
      ],
    }),
  });
  field.hidden = true;
  field.required = false; // a field that nobody sees cannot tell that it is empty
  field.after(host);
  return {
    focus: () => view.focus(),
    set(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 }, scrollIntoView: true });
    },
    // Puts other words in the place of these; false where these do not stand there any more.
    replace(line, column, words, others) {
      const { at } = placeOf(view.state.doc, line, column);
      if (view.state.sliceDoc(at, at + words.length) !== words) return false;
      view.dispatch({ changes: { from: at, to: at + words.length, insert: others }, scrollIntoView: true });
      return true;
    },
    mark(line, column, message) {
      const { doc } = view.state;
      const { at, to } = placeOf(doc, line, column);
      const word = /^[^\s]+/.exec(doc.sliceString(at, to));
      const end = Math.min(at + (word ? word[0].length : 1), doc.length);
      const start = at === end ? Math.max(at - 1, 0) : at;
      view.dispatch(setDiagnostics(view.state, [{ from: start, to: end, severity: "error", message }]));
      view.dispatch({ selection: { anchor: start }, effects: EditorView.scrollIntoView(start, { y: "center" }) });
    },
    unmark: () => view.dispatch(setDiagnostics(view.state, [])),
  };
}
