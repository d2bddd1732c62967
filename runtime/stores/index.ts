export { DBStore } from './database.ts'
export type {
  DatabaseKind,
  DBStoreOptions,
  KyselyDialect,
  MysqlPool,
  MysqlSettings,
  PostgresPool,
  PostgresSettings,
  SqliteDatabase,
} from './database-options.ts'
export { EncryptedStore, type EncryptedStoreOptions, type EncryptionKeys } from './encrypted.ts'
export { isEncrypted } from './rows.ts'
export { type VerifyOptions, verifyTokenStore } from './verify.ts'
