/** How often and how long faults are made. `npm run faults` asks for the full counts. */
const count = (name: string, usual: number): number =>
  Number(process.env[`SPOOLSCOPE_FAULTS_${name}`] ?? usual)

export const faults = {
  kills: count('KILLS', 20),
  redactedKills: count('REDACTED_KILLS', 10),
  workerKills: count('WORKER_KILLS', 3),
  redisKills: count('REDIS_KILLS', 2),
  rotationSeconds: count('SECONDS', 3),
  rotationsPerSecond: count('ROTATIONS', 50),
  items: count('ITEMS', 2000),
  logMegabytes: count('LOG_MEGABYTES', 30),
} as const

/** Prints what was counted, for the report of a run. */
export function tellFaults(subject: string, numbers: Readonly<Record<string, number>>): void {
  const text = Object.entries(numbers).map(([name, value]) => `${name} ${value}`)
  if (process.env.SPOOLSCOPE_FAULTS_TELL !== undefined)
    process.stdout.write(`${subject}: ${text.join(', ')}\n`)
}
