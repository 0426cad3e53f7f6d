/**
 * Takes font, colours and the look of buttons from the theme. Lengths are in em and px: many themes make a rem 10 pixels. No
 * two braces of a kind stand together: Liquid would read them as its own.
 */
export const LINK_PAGE_STYLE = `
.dw-survey { box-sizing: border-box; max-width: 680px; margin: 0 auto; padding: clamp(32px, 6vw, 56px) 20px clamp(48px, 8vw, 80px); }
.dw-survey *, .dw-survey *::before { box-sizing: border-box; }
.dw-survey h1 { margin: 0 0 24px; overflow-wrap: anywhere; }
.dw-survey form { display: grid; gap: 32px; }
.dw-survey form p { margin: 0; }
.dw-survey fieldset { min-width: 0; margin: 0; padding: 0; border: 0; }
.dw-survey legend, .dw-survey label[for] { display: block; margin: 0 0 12px; padding: 0; font-weight: 600; overflow-wrap: anywhere; }
.dw-survey small { font-weight: 400; font-size: 1em; }
.dw-scores { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: clamp(4px, 1vw, 8px); }
.dw-scores span { overflow-wrap: anywhere; hyphens: auto; }
.dw-nps { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: clamp(3px, 1vw, 6px); }
.dw-scores label, .dw-nps label { position: relative; display: block; }
.dw-survey input[type="radio"] { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.dw-survey input[type="radio"] + span { display: flex; flex-direction: column; align-items: center; justify-content: center; min-height: 44px; height: 100%; padding: 6px; border: 1px solid currentColor; border-radius: 6px; text-align: center; line-height: 1.3; }
.dw-survey input[type="radio"]:checked + span { box-shadow: inset 0 0 0 3px currentColor; font-weight: 700; }
.dw-survey input[type="radio"]:focus-visible + span { outline: 3px solid currentColor; outline-offset: 3px; }
@media (max-width: 479px) {
  .dw-survey .dw-scores input + span { padding-inline: 3px; font-size: .75em; font-weight: 400; }
  }
@media (min-width: 640px) {
  .dw-nps { grid-template-columns: repeat(11, minmax(0, 1fr)); }
  }
.dw-ends { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 12px; font-size: .875em; }
.dw-survey form .dw-ends { margin-top: 8px; }
.dw-ends :last-child { margin-inline-start: auto; }
.dw-survey textarea { display: block; width: 100%; min-height: 96px; padding: 12px; border: 1px solid currentColor; border-radius: 6px; background: transparent; color: inherit; font: inherit; font-size: max(1em, 16px); }
.dw-survey textarea:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; }
:where(.dw-survey) button { min-width: 128px; padding: 12px 24px; border: 2px solid currentColor; border-radius: 6px; background: transparent; color: inherit; font: inherit; font-weight: 700; cursor: pointer; }
.dw-survey button { justify-self: start; min-height: 44px; }
.dw-problem { padding: 12px 16px; border: 2px solid currentColor; border-radius: 6px; font-weight: 600; }
@media (forced-colors: active) {
  .dw-survey input[type="radio"]:checked + span { outline: 3px solid Highlight; }
  }
`;
