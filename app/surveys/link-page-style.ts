/** Takes font and colours from the theme. No two braces of a kind stand together: Liquid would read them as its own. */
export const LINK_PAGE_STYLE = `
.dw-survey { box-sizing: border-box; max-width: 680px; margin: 0 auto; padding: 40px 20px 64px; }
.dw-survey *, .dw-survey *::before { box-sizing: border-box; }
.dw-survey h1 { margin: 0 0 1rem; overflow-wrap: anywhere; }
.dw-survey form { display: grid; gap: 1.5rem; }
.dw-survey fieldset { min-width: 0; margin: 0; padding: 0; border: 0; }
.dw-survey legend, .dw-survey label[for] { display: block; margin: 0 0 .75rem; padding: 0; font-weight: 600; overflow-wrap: anywhere; }
.dw-survey small { font-weight: 400; font-size: 1em; }
.dw-scores { display: flex; flex-wrap: wrap; gap: .5rem; }
.dw-scores label { flex: 1 1 6.5rem; }
.dw-nps { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: .375rem; }
@media (min-width: 640px) {
  .dw-nps { grid-template-columns: repeat(11, minmax(0, 1fr)); }
  }
.dw-scores label, .dw-nps label { position: relative; display: block; }
.dw-survey input[type="radio"] { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.dw-survey input[type="radio"] + span { display: flex; flex-direction: column; align-items: center; justify-content: center; min-height: 44px; height: 100%; padding: .375rem; border: 1px solid currentColor; border-radius: 6px; text-align: center; line-height: 1.3; }
.dw-survey input[type="radio"]:checked + span { box-shadow: inset 0 0 0 3px currentColor; font-weight: 700; }
.dw-survey input[type="radio"]:focus-visible + span { outline: 3px solid currentColor; outline-offset: 3px; }
.dw-ends { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1rem; margin: .5rem 0 0; }
.dw-survey textarea { display: block; width: 100%; min-height: 6rem; padding: .75rem; border: 1px solid currentColor; border-radius: 6px; background: transparent; color: inherit; font: inherit; font-size: max(1rem, 16px); }
:where(.dw-survey) button { justify-self: start; border: 2px solid currentColor; border-radius: 6px; background: transparent; color: inherit; font: inherit; font-weight: 700; cursor: pointer; }
.dw-survey button { min-width: 8rem; min-height: 44px; padding: .75rem 1.5rem; }
.dw-survey button:focus-visible, .dw-survey textarea:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; }
.dw-problem { padding: .75rem 1rem; border: 2px solid currentColor; border-radius: 6px; font-weight: 600; }
@media (forced-colors: active) {
  .dw-survey input[type="radio"]:checked + span { outline: 3px solid Highlight; }
  }
`;
