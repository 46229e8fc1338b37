/** The oldest Node that Kontor runs on, as in package.json's `engines`. */
const FLOOR = [20, 19];

/**
 * What to tell a person whose Node (a version such as "20.18.0") is too old; undefined when it will do.
 * @param {string} version
 * @returns {string | undefined}
 */
export function complaintAbout(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1])) return undefined;
  return (
    `Kontor needs Node.js ${FLOOR.join('.')} or newer; this is ${version}.\n` +
    'Install a current Node.js (the package "nodejs" of your system or nodejs.org) and run the command again.\n'
  );
}

/** Ends the process with a plain message on a Node that is too old. Must itself run on such a Node. */
export function checkNode() {
  const complaint = complaintAbout(process.versions.node);
  if (complaint === undefined) return;
  process.stderr.write(complaint);
  process.exit(2);
}
