//! Looking back at what was disclosed: whether the log is whole, why something was visible, and what an answer was.

pub mod explain;
pub mod replay;
pub mod verify;
