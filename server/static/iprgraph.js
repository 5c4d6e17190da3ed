// Makes pages a little handier; each is complete without.
"use strict";
for (const block of document.querySelectorAll(".cite pre, .behind pre, .report pre")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.textContent);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  if (navigator.clipboard) block.after(button);
}
// Whoever follows a link into a folded area, or prints, finds it open.
const unfold = () => {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let above = target || null; above; above = above.parentElement) if (above.tagName === "DETAILS") above.open = true;
  if (target) target.scrollIntoView();
};
addEventListener("hashchange", unfold);
unfold();
addEventListener("beforeprint", () => { for (const area of document.querySelectorAll("details.area")) area.open = true; });
