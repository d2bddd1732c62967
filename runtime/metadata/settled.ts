/** What several promises give, once none of them is under way any more; else what one of them failed with. */
export async function settled<const T extends readonly unknown[]>(
  work: T,
): Promise<{ -readonly [I in keyof T]: Awaited<T[I]> }> {
  await Promise.allSettled(work)
  return Promise.all(work)
}
