//! The proof bites: with each deliberate hole open, it fails.

use crate::number;
use crate::prover::Prover;
use crate::support::{Stage, on_sqlite};
use passport::holes::{Hole, open};

/// One process, one hole at a time: nothing else runs beside this.
#[tokio::test(flavor = "multi_thread")]
async fn each_hole_is_caught() {
    let worlds = usize::try_from(number("PROOF_WORLDS", 400)).unwrap();
    on_sqlite(async |stage: &Stage| {
        let mut prover = Prover::new(stage).await;
        prover.shrinks = false;
        open(None);
        if let Err(difference) = prover.prove(number("PROOF_SEED", 1), 16).await {
            panic!("with no hole open: {difference}");
        }
        assert!(prover.not_walked().is_empty(), "not walked: {:?}", prover.not_walked());
        let mut missed = Vec::new();
        for hole in Hole::ALL {
            let before = prover.tally.worlds;
            open(Some(*hole));
            // A hole must be seen in passports, not only in what is said of them.
            prover.explains = hole.is_in_what_is_said();
            let found = prover.prove(number("PROOF_SEED", 1), worlds).await;
            open(None);
            prover.forget();
            match found {
                Err(difference) => {
                    let why: String = difference.why.chars().take(110).collect();
                    println!(
                        "{hole:?}: world {} of {:?}: {why}",
                        prover.tally.worlds - before,
                        difference.who
                    );
                }
                Ok(()) => missed.push(hole),
            }
        }
        println!("{} holes, {} caught", Hole::ALL.len(), Hole::ALL.len() - missed.len());
        assert!(missed.is_empty(), "not caught: {missed:?}");
    })
    .await;
}
