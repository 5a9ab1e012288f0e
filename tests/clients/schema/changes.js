// Says what a new schema takes away from those who use the old one: node changes.js <old.graphql> <new.graphql> [<allowed.txt>]
// A line of the third file is the path of a change that is meant, a blank, and why: "Query.old replaced by Query.better since 2026-03".
import { readFileSync } from 'node:fs';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

const [old, current, allowed] = process.argv.slice(2);
const meant = new Set(allowed ? readFileSync(allowed, 'utf8').split('\n').filter((line) => line.trim() && !line.startsWith('#')).map((line) => line.split(' ')[0]) : []);
const changes = await diff(buildSchema(readFileSync(old, 'utf8')), buildSchema(readFileSync(current, 'utf8')));
const breaking = changes.filter((change) => change.criticality.level === CriticalityLevel.Breaking && !meant.has(change.path));
for (const change of breaking) console.error(`${change.path}: ${change.message}`);
console.log(`${changes.length} changes, ${breaking.length} of them breaking and not meant`);
process.exitCode = breaking.length > 0 ? 1 : 0;
