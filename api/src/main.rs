//! The binary `passport-hub`: the commands of [`passport_hub::cli`], nothing else.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    passport_hub::cli::main()
}
