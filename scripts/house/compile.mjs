import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { runNode } from './command.mjs';
import { filesBelow } from './files.mjs';
import { NOTES, ROOT } from './root.mjs';

const STAMP = join(NOTES, 'compiled');
const PACKAGES = join(ROOT, 'packages');
const COMPILED = /(?:\.d\.ts|\.js)(?:\.map)?$/;

const packageNames = () =>
  readdirSync(PACKAGES).filter((name) => existsSync(join(PACKAGES, name, 'tsconfig.build.json')));

/** Everything the compiled packages depend on. */
function inputs() {
  const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.base.json'];
  const perPackage = packageNames().flatMap((name) => [
    `packages/${name}/package.json`,
    `packages/${name}/tsconfig.build.json`,
    ...filesBelow(join(PACKAGES, name, 'src')).map((file) => `packages/${name}/src/${file}`),
  ]);
  return [...settings, ...perPackage];
}

/** Changes when an input is added, removed or written to. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const path of inputs()) {
    const { size, mtimeMs } = statSync(join(ROOT, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Whether the compiled packages are there and newer inputs are not. */
export function isCompiled() {
  if (!packageNames().every((name) => existsSync(join(PACKAGES, name, 'dist', '.tsbuildinfo')))) return false;
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint();
}

/** Removes from `dist` what no longer has a source, and copies beside the code what is no code. */
function tidyDist(name) {
  const dist = join(PACKAGES, name, 'dist');
  const source = join(PACKAGES, name, 'src');
  const sources = new Set(filesBelow(source));
  for (const file of filesBelow(dist)) {
    const stem = file.replace(COMPILED, '');
    const origins = COMPILED.test(file) ? [`${stem}.ts`, `${stem}.tsx`, file] : [file];
    if (file !== '.tsbuildinfo' && !origins.some((origin) => sources.has(origin))) rmSync(join(dist, file));
  }
  for (const file of sources) {
    if (/\.tsx?$/.test(file)) continue;
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    copyFileSync(join(source, file), join(dist, file));
  }
}

/** Compiles all packages. Throws when a type is wrong. */
export async function compile() {
  const before = fingerprint();
  const code = await runNode([join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-b'], { quiet: true });
  if (code !== 0) throw new Error('the sources do not compile; see the messages above');
  for (const name of packageNames()) tidyDist(name);
  mkdirSync(NOTES, { recursive: true });
  writeFileSync(STAMP, before);
}
