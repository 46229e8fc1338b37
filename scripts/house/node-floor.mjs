/** The oldest Node that Kontor runs on, as in package.json's `engines`. */
const FLOOR = [20, 19];

/** Ends the process with a plain message on a Node that is too old. Must itself run on such a Node. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1])) return;
  process.stderr.write(
    `Kontor needs Node.js ${FLOOR.join('.')} or newer; this is ${process.versions.node}.\n` +
      'Install a current Node.js (the package "nodejs" of your system or nodejs.org) and run the command again.\n',
  );
  process.exit(2);
}
