/** The part of the platform's WebAssembly interface that is used; the compiler's libraries declare it only for browsers. */
export interface WebAssemblyPlatform {
  readonly validate: (bytes: Uint8Array) => boolean;
  readonly Module: new (bytes: Uint8Array) => WebAssemblyModule;
  readonly Instance: new (module: WebAssemblyModule) => { readonly exports: unknown };
}

/** Compiled code; it can be handed to other threads. */
export type WebAssemblyModule = { readonly __module: never };

export const webAssembly: WebAssemblyPlatform = (globalThis as unknown as { WebAssembly: WebAssemblyPlatform })
  .WebAssembly;
