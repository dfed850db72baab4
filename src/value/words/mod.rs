//! Values as people put them in words: `non inferiore a`, `entro il 31 ottobre`, `due`. Tables are full of them, and
//! who begins to write a plan writes them too.

mod dates;
mod numbers;
pub mod sign;

pub use dates::{
    Guess, Hints, may_be_day, month, part_of_year_in, read as read_day, up_to, whole as whole_day,
};
pub use numbers::number_word;
pub use sign::Sign;
