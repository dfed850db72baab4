//! From a plan and its actuals to results, each with the derivation that produced it.

pub mod result;
