export async function worker(): Promise<0> {
  return 0
}
