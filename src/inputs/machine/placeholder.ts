import type { Stats } from 'node:fs'

/** Files of this size may lie in the table of NTFS itself, and then take no blocks either. */
const MAX_RESIDENT_BYTES = 4096

/**
 * Whether a file is only a placeholder of OneDrive or another cloud, which Windows would download
 * when it is opened. Such a file takes no space on the disk.
 */
export const isPlaceholder = (
  { size, blocks }: Pick<Stats, 'size' | 'blocks'>,
  platform: NodeJS.Platform,
): boolean => platform === 'win32' && blocks === 0 && size > MAX_RESIDENT_BYTES

/** The reason to leave a placeholder alone. */
export const KEPT_IN_CLOUD = 'kept in the cloud only: reading would download it'
