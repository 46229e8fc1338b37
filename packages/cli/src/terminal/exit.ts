/** Exit codes of every command: the answer is yes, the answer is no, the input is wrong, something is unavailable. */
export const EXIT = Object.freeze({ done: 0, no: 1, input: 2, unavailable: 3 });
export type Exit = (typeof EXIT)[keyof typeof EXIT];
