//! Who may read vocabularies for their own sake.

use super::Caller;
use crate::settings::VocabulariesFor;

/// Why somebody may not read vocabularies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoReader {
    /// No token was sent.
    Stranger,
    /// The operator shows them to no partner.
    Partner,
}

impl VocabulariesFor {
    /// Whether this caller may read them.
    pub fn admits(self, caller: &Caller) -> Result<(), NoReader> {
        match (self, caller) {
            (VocabulariesFor::Everyone, _) => Ok(()),
            (_, Caller::Stranger) => Err(NoReader::Stranger),
            (VocabulariesFor::Members, Caller::Partner(_)) => Err(NoReader::Partner),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caller::{Partner, SourcePass};
    use passport::consent::Purpose;
    use uuid::Uuid;

    #[test]
    fn the_operator_says_who_reads_vocabularies() {
        let partner = Caller::Partner(Partner {
            organization: Uuid::nil(),
            client: None,
            purpose: Purpose::Hiring,
        });
        let source = Caller::Source(SourcePass { source: Uuid::nil() });
        for (open_to, stranger, of_partner) in [
            (VocabulariesFor::Everyone, Ok(()), Ok(())),
            (VocabulariesFor::SignedIn, Err(NoReader::Stranger), Ok(())),
            (
                VocabulariesFor::Members,
                Err(NoReader::Stranger),
                Err(NoReader::Partner),
            ),
        ] {
            assert_eq!(open_to.admits(&Caller::Stranger), stranger, "{open_to:?}");
            assert_eq!(open_to.admits(&partner), of_partner, "{open_to:?}");
            assert_eq!(open_to.admits(&source), Ok(()), "{open_to:?}");
        }
    }
}
