import { NameRegistry } from '../../../src/redact/name-registry.ts'
import { redactText } from '../../../src/redact/redact-text.ts'
import { TokenGenerator } from '../../../src/redact/token-generator.ts'
import { allKinds } from './all-kinds.ts'
import type { FinderName, SecretKind } from './kind.ts'

const TITLES: Readonly<Record<FinderName, string>> = {
  addresses: 'Addresses',
  contexts: 'People, machines and ids, by what is written before them',
  'distinguished-names': 'Distinguished names',
  meetings: 'Meetings',
  hosts: 'Hosts and domains',
  accounts: 'Accounts',
  paths: 'Paths',
  numbers: 'Numbers',
  private: 'Message text and credentials',
  encoded: 'Encoded text',
}

/** A text as code of Markdown, also with backticks and in a table. */
const code = (text: string) => `\`\` ${text.replaceAll('|', '\\|')} \`\``

function rowOf({ name, text }: SecretKind): string {
  const redacted = redactText(text, new NameRegistry(new TokenGenerator()))
  return `| ${name} | ${code(text)} | ${code(redacted)} |`
}

const tableOf = (kinds: readonly SecretKind[]) =>
  ['| kind | example | becomes |', '|---|---|---|', ...kinds.map(rowOf)].join('\n')

/** The tables of `docs/redaction.md`, by the title of their place. */
export const kindTables: Readonly<Record<string, string>> = {
  'promised kinds': Object.entries(TITLES)
    .map(([finder, title]) => {
      const kinds = allKinds.filter((kind) => kind.isPromised && kind.finder === finder)
      return `### ${title}\n\n${tableOf(kinds)}`
    })
    .join('\n\n'),
  'kinds that are not promised': tableOf(allKinds.filter(({ isPromised }) => !isPromised)),
}
