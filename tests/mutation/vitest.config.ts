import { defineConfig } from 'vitest/config';
import { mutationPlugin } from './plugin.ts';
import { FOLDER_VARIABLE, mutantsIn } from './settings.ts';

const mutants = mutantsIn(process.env[FOLDER_VARIABLE] ?? '');

/** One process that runs tests/mutation/entry.ts, with a switch at each mutant of one folder. */
export default defineConfig({
  plugins: [mutationPlugin(new Map(mutants.map(({ source, mutants: own }) => [source.path, own])))],
  resolve: { conditions: ['kontor-source'] },
  ssr: { resolve: { conditions: ['kontor-source', 'module', 'node', 'development|production'] } },
  test: {
    include: ['tests/mutation/entry.ts'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 1,
    globals: false,
  },
});
