import { writeAnswer } from './answer-text.ts';
import { type BriefInput, isMadeUp } from './brief-input.ts';
import { voiceOf } from './phrases.ts';
import { writeRegister } from './register-text.ts';
import { sourceList } from './source-list.ts';
import { paragraph, type Writer } from './writer.ts';

/**
 * The brief of the office for a terminal: one page for the co-chair, the register behind it. Lines fit 100 columns but for
 * addresses of sources; the same answer gives the same bytes.
 */
export function briefText(input: BriefInput): string {
  const writer: Writer = { ...voiceOf(input), out: [], sources: sourceList(input) };
  writeAnswer(writer);
  writeRegister(writer);
  if (input.book.entries.some((entry) => isMadeUp(input.book, entry.id))) {
    writer.out.push('');
    paragraph(writer, input.texts.say('brief.footnote'));
  }
  return `${writer.out.map((line) => line.trimEnd()).join('\n')}\n`;
}
