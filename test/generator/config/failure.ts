import { ConfigurationError } from '../../../runtime/index.ts'

/** The ConfigurationError that something fails with. */
export async function failure(act: () => unknown): Promise<ConfigurationError> {
  try {
    await act()
  } catch (error) {
    if (error instanceof ConfigurationError) return error
    throw error
  }
  throw new Error('it did not fail')
}
