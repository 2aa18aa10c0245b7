import {
  productNameOf,
  type ServerBuild,
  type ServerVersion,
  serverVersion,
  serverVersionMissing,
} from '../evidence/server-version.ts'
import { signInAgainStep } from '../evidence/spool.ts'
import { type Build, compareBuilds, formatBuild, parseBuild } from '../model/build.ts'
import { present } from '../model/defined.ts'
import { NOT_ATTEMPTED } from '../model/diagnosis.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'
import { buildThreshold } from '../model/threshold.ts'

/**
 * A rule states a problem once; more findings help no reader.
 * Limit: findings of `server-before-cu3`.
 * Beyond: further servers are left out.
 */
const MAX_FINDINGS = 20

/** Variants of the remedy: how the server becomes new enough. */
const BY_UPDATE = 'update'
const BY_UPGRADE = 'upgrade'
/** Only its tools seem to be older. */
const UNKNOWN_VERSION = 'unknown-version'

export const serverBeforeCu3 = defineRule({
  id: 'server-before-cu3',
  severity: 'error',
  status: 'stable',
  title: 'The server predates Offline IM',
  clearTitle: 'Server: has Offline IM',
  why:
    'Skype for Business Server 2015 CU3 (June 2016) introduced Offline IM on the server. Lync ' +
    'Server and earlier updates have no switch for it.',
  looksAt:
    'Get-CsServerPatchVersion, the generation in the Server header of the registrar’s answer to ' +
    'REGISTER, and whether Get-CsImConfiguration is known. The lowest version of the Core ' +
    'Components and the Front End Server counts. Other components, such as the UCMA runtime, do ' +
    'not. A missing Get-CsImConfiguration counts only if the same output does not show that the ' +
    'other Skype for Business cmdlets were missing too. ' +
    'Get-CsServerVersion prints only the base build, which is the same before and after CU3: ' +
    '6.0.9319.0 neither flags nor clears.',
  thresholds: {
    minimum: buildThreshold('6.0.9319.259', {
      why: 'Skype for Business Server 2015 CU3, June 2016 (KB3137160)',
      origin: 'documented',
    }),
  },
  falsePositives: [
    'An ordinary PowerShell window does not know Get-CsImConfiguration either. It must have been ' +
      'run in the Skype for Business Server Management Shell.',
    'The output comes from another server than the user’s.',
  ],
  remedy: [
    {
      role: 'skype-administrator',
      phase: 'examine',
      variant: UNKNOWN_VERSION,
      onlyIf: 'If only Get-CsImConfiguration is unknown',
      do:
        'Ask a server administrator to look at the version in the Skype for Business Server ' +
        'Management Shell. If it is older than CU3, install the latest cumulative update.',
      commands: ['Get-CsServerPatchVersion'],
      verify: 'Get-CsServerPatchVersion shows 6.0.9319.259 or later.',
    },
    {
      role: 'skype-administrator',
      phase: 'change',
      variant: BY_UPGRADE,
      onlyIf: 'If it is Lync Server, which no update brings to Offline IM',
      do:
        'Ask a server administrator to move the users to a pool of Skype for Business Server 2015 ' +
        'with CU3, or later.',
      commands: ['Get-CsPool', 'Move-CsUser -Identity "<user@domain>" -Target "<new pool>"'],
      verify: 'Get-CsUser "<user@domain>" | Select-Object RegistrarPool names the new pool.',
    },
    {
      role: 'skype-administrator',
      phase: 'change',
      variant: BY_UPDATE,
      onlyIf: 'If it is Skype for Business Server 2015',
      do:
        'Ask a server administrator to install the latest cumulative update on every Front End ' +
        'Server of the pool. Make a backup first, and follow the order that Microsoft gives.',
      commands: ['SkypeServerUpdateInstaller.exe'],
      verify:
        'Get-CsServerPatchVersion shows 6.0.9319.259 or later for the Core Components and the ' +
        'Front End Server on each server.',
    },
    signInAgainStep(
      'When you write to a contact who is offline, the client offers to send the message.',
    ),
    {
      role: 'skype-administrator',
      phase: 'inform',
      do: 'Confirm that the switch now exists and is on.',
      commands: ['Get-CsImConfiguration'],
      verify: 'It prints EnableOfflineIm : True.',
    },
  ],
  diagnosis: {
    role: 'cause',
    effect: 'prevents',
    appliesTo: 'server',
    matches: 'condition',
    explains: { [NOT_ATTEMPTED]: 'proven' },
    supersedes: ['offline-im-disabled'],
  },
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
    {
      title: 'Get-CsServerPatchVersion',
      url: 'https://learn.microsoft.com/powershell/module/skypeforbusiness/get-csserverpatchversion',
    },
  ],
  evidence: { serverVersion },
  evaluate({ serverVersion: server }, { minimum }) {
    const { patchedBuilds, areServerComponents, baseBuilds, generation } = server
    const { cmdletMissingAt, cmdletOutputAt } = server
    const needed = parseBuild(minimum) as Build
    const isOld = ({ build }: ServerBuild) => compareBuilds(build, needed) < 0
    const allOld = patchedBuilds.filter(isOld)
    // Some components keep their old version when the server is updated.
    const isUndecided = !areServerComponents && allOld.length < patchedBuilds.length
    const old = isUndecided ? [] : allOld
    const oldBase = baseBuilds.filter(({ build }) => compareBuilds(build, needed, 3) < 0)
    const others = areServerComponents ? patchedBuilds.filter((build) => !isOld(build)) : []
    const findings = [...old, ...oldBase]
      .slice(0, MAX_FINDINGS)
      .map((build) => toFinding(build, minimum, others))
    if (generation && generation.major < needed[0])
      findings.push({
        subject: generation.text,
        message:
          `The server’s answer to REGISTER says ${generation.text}: Lync Server, older than ` +
          `${minimum}.`,
        sources: [generation.source],
        context: { maxCertainty: 'likely', variant: BY_UPGRADE },
      })
    if (findings.length > 0) return flagged(findings[0]?.message ?? '', findings)
    if (isUndecided && allOld.length > 0)
      return notChecked(undecidedText(server), serverVersionMissing)

    const newBase = baseBuilds.filter(({ build }) => compareBuilds(build, needed, 3) > 0)
    const sufficient = [...patchedBuilds, ...newBase]
    const caveat = cmdletMissingAt
      ? ' PowerShell did not know Get-CsImConfiguration; the version takes precedence.'
      : ''
    if (sufficient.length > 0) {
      const sources = present([...sufficient.map(({ source }) => source), cmdletMissingAt])
      const versions = sufficient.map(formatVersion).join('; ')
      const mixed = areMixed(patchedBuilds) ? ' The components have different versions.' : ''
      return clear(`${versions} (${minimum} needed).${mixed}${caveat}`, sources)
    }
    if (generation && generation.major > needed[0])
      return clear(
        `The server says ${generation.text}, a later generation than ${minimum} ` +
          `(inferred).${caveat}`,
        [generation.source],
      )
    if (cmdletOutputAt)
      return clear('Get-CsImConfiguration works; this cmdlet does not exist before CU3.', [
        cmdletOutputAt,
      ])
    if (cmdletMissingAt) {
      const message =
        'PowerShell does not know Get-CsImConfiguration: the server’s tools predate CU3 ' +
        `(${minimum}) if it was run in the Skype for Business Server Management Shell.`
      return flagged(message, [
        {
          subject: 'Get-CsImConfiguration',
          message,
          sources: [cmdletMissingAt],
          context: { maxCertainty: 'possible', variant: UNKNOWN_VERSION },
        },
      ])
    }
    return notChecked(unknownText(server), serverVersionMissing)
  },
})

/** Whether the components have different versions. */
const areMixed = ([first, ...others]: readonly ServerBuild[]): boolean =>
  first !== undefined && others.some(({ build }) => compareBuilds(build, first.build) !== 0)

/** Why old and new components of unknown roles decide nothing. */
function undecidedText({ patchedBuilds }: ServerVersion): string {
  const sorted = [...patchedBuilds].sort((left, right) => compareBuilds(left.build, right.build))
  const extremes = present([sorted[0], sorted.at(-1)]).map(formatVersion)
  return (
    `The components have different versions: ${extremes.join('; ')}. Core Components and Front ` +
    'End Server are not listed, so it is not known which version the server has.'
  )
}

/** Why the rule could not be checked. */
function unknownText({ baseBuilds, generation, wrongShell }: ServerVersion): string {
  const [base] = baseBuilds
  if (wrongShell && !base && !generation)
    return (
      'PowerShell did not know Get-CsImConfiguration, but it did not know ' +
      `${wrongShell.cmdlet} either: it was not the Skype for Business Server Management Shell.`
    )
  if (base)
    return `${formatVersion(base)} is the base build, which does not show the cumulative update.`
  return generation
    ? `${generation.text} is the generation, which does not show the cumulative update.`
    : 'The server’s version is not in the evidence.'
}

const formatProduct = ({ build }: ServerBuild): string =>
  `${productNameOf(build) ?? 'Server'} ${formatBuild(build)}`

const formatVersion = (build: ServerBuild): string =>
  `${formatProduct(build)}, from ${build.sourceText}`

/** `others` are components that are new enough. */
function toFinding(build: ServerBuild, minimum: string, others: readonly ServerBuild[]): Finding {
  const subject = formatProduct(build)
  const [other] = others
  const mixed = other
    ? ` Only partly updated: ${formatBuild(other.build)} from ${other.sourceText}.`
    : ''
  const message =
    `${subject} is older than ${minimum} (Skype for Business Server 2015 CU3). ` +
    `Read from ${build.sourceText}.${mixed}`
  const context = { variant: build.build[0] < 6 ? BY_UPGRADE : BY_UPDATE }
  return { subject, message, sources: present([build.source, other?.source]), context }
}
