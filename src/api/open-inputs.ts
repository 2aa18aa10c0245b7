import { DEFAULT_ARCHIVE_LIMITS } from '../inputs/archives/archive-limits.ts'
import { openArchives } from '../inputs/archives/open-archives.ts'
import { caseId } from '../inputs/case-id.ts'
import { type FoundInput, folderUser } from '../inputs/find-files.ts'
import { findInputs } from '../inputs/find-inputs.ts'
import { readDecoding } from '../inputs/read-decoding.ts'
import { defined } from '../model/defined.ts'
import type { DateOrder, DecodingFiles } from '../model/parser.ts'
import { DEFAULT_CODE_PAGE, parseCodePageName } from '../model/text/code-page.ts'
import { UsageError } from '../model/usage-error.ts'
import type { Input, NamedBytes, ReadingOptions } from './options.ts'

/** Inputs that were found, and what is needed to read them. */
export interface OpenedInputs {
  /** The name of the case: that of the first input, without the folders above. */
  readonly id: string
  readonly found: readonly FoundInput[]
  readonly reading: {
    readonly codePage: string
    readonly decoding: DecodingFiles | undefined
    readonly utcOffset?: number
    readonly dateOrder?: DateOrder
  }
}

/** Finds the inputs. Throws a `UsageError` for a path, name or option that cannot be used. */
export async function openInputs(
  inputs: Input | readonly Input[],
  options: ReadingOptions,
): Promise<OpenedInputs> {
  const all: readonly Input[] = isList(inputs) ? inputs : [inputs]
  if (all.length === 0)
    throw new UsageError('No input. Pass the path of a file, folder or archive.')
  const { utcOffset, dateOrder, followLinks, maxFiles, archiveLimits, tmf, manifests } = options
  const codePage = resolveCodePage(options.codePage)
  if (utcOffset !== undefined && !Number.isFinite(utcOffset))
    throw new UsageError('utcOffset is not a number. Pass minutes east of UTC, such as 120.')
  const archives = {
    limits: { ...DEFAULT_ARCHIVE_LIMITS, ...defined(archiveLimits ?? {}) },
    ...defined({ utcOffset }),
  }
  const paths = all.filter((input) => typeof input === 'string')
  if (paths.includes('-'))
    throw new UsageError('Standard input is not read. Pass its content as { name, bytes }.')
  const held = all.filter((input) => typeof input !== 'string').map(toFoundInput)
  const found = [
    ...(await findInputs(paths, { ...archives, ...defined({ followLinks, maxFiles }) })),
    ...(await openArchives(held, archives)),
  ]
  rejectEqualNames(found, held)
  return {
    id: caseId(all.map((input) => (typeof input === 'string' ? input : input.name))),
    found,
    reading: {
      codePage,
      decoding: readDecoding(tmf ?? [], manifests ?? [], codePage),
      ...defined({ utcOffset, dateOrder }),
    },
  }
}

/** The name by which decoders know a code page. Throws a `UsageError` for an unknown one. */
function resolveCodePage(name = DEFAULT_CODE_PAGE): string {
  const codePage = parseCodePageName(name)
  if (codePage !== undefined) return codePage
  throw new UsageError(`There is no code page “${name}”. Pass one such as 850.`)
}

const isList = (inputs: Input | readonly Input[]): inputs is readonly Input[] =>
  Array.isArray(inputs)

function toFoundInput({ name, bytes }: NamedBytes): FoundInput {
  if (typeof name !== 'string' || name === '' || !(bytes instanceof Uint8Array))
    throw new UsageError('An input is neither a path nor { name, bytes } with a Uint8Array.')
  if (/(?:^|[\\/])History Spooler[\\/]/i.test(name))
    throw new UsageError(
      `${name} is in a History Spooler, whose evidence is the times of its items. ` +
        'Pass the path of the folder, an archive of it, or a listing.',
    )
  return {
    ...folderUser(name),
    kind: 'file',
    location: name,
    path: name,
    bytes: bytes.length,
    content: bytes,
  }
}

/** Reports name inputs by their paths. */
function rejectEqualNames(found: readonly FoundInput[], held: readonly FoundInput[]): void {
  for (const { path } of held) {
    const isFirstOnly = found.filter((input) => input.path === path).length <= 1
    if (isFirstOnly && held.filter((input) => input.path === path).length === 1) continue
    throw new UsageError(`Two inputs have the name ${path}. Give each another name.`)
  }
}
