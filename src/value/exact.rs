//! Unbounded rationals. Three weights of 1/3 sum to exactly 1; 0,1 is exactly a tenth; nothing is ever
//! rounded but in [`Exact::rounded`], which only printing calls.

use std::cmp::Ordering;
use std::ops::{Add, Mul, Neg, Sub};

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;

/// An exact number, without bounds.
///
/// Nearly all numbers of a plan are small fractions: those are kept in two machine words, and only what does not fit
/// (the weighted mean of a large plan) goes to the heap. Fractions of more than 2048 bits are not brought to
/// their lowest terms: the divisor of two such numbers costs more than all the rest, and is nearly always 1.
#[derive(Debug, Clone)]
pub struct Exact(Form);

#[derive(Debug, Clone)]
enum Form {
    /// Numerator and denominator, reduced, the denominator positive.
    Small(i64, i64),
    /// Numerator and denominator, the denominator positive.
    Large(Box<(BigInt, BigInt)>),
}
use Form::{Large, Small};

/// Up to this size fractions are reduced.
const REDUCE_BITS: u64 = 2048;

impl Exact {
    /// 0.
    pub fn zero() -> Exact {
        Exact(Small(0, 1))
    }

    /// 1.
    pub fn one() -> Exact {
        Exact(Small(1, 1))
    }

    /// 100, the score of a target met and the sum of weights in percent.
    pub fn hundred() -> Exact {
        Exact::from(100)
    }

    /// `numerator / denominator`; `None` when the denominator is 0.
    pub fn ratio(numerator: &Exact, denominator: &Exact) -> Option<Exact> {
        if denominator.is_zero() {
            return None;
        }
        if let (Small(a, b), Small(c, d)) = (&numerator.0, &denominator.0) {
            let (above, below) = (product(*a, *d), product(*b, *c));
            return Some(Exact::reduced(above, below));
        }
        let ((a, b), (c, d)) = (numerator.big(), denominator.big());
        Some(Exact::large(a * d, b * c))
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Small(0, _))
    }

    /// Whether it is below 0.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Small(above, _) => *above < 0,
            Large(number) => number.0.is_negative(),
        }
    }

    /// Whether it is above 0.
    pub fn is_positive(&self) -> bool {
        !self.is_negative() && !self.is_zero()
    }

    /// The distance from 0.
    #[must_use]
    pub fn abs(&self) -> Exact {
        if self.is_negative() { -self.clone() } else { self.clone() }
    }

    /// The largest whole number not above it.
    #[must_use]
    pub fn floor(&self) -> Exact {
        match &self.0 {
            Small(above, below) => Exact::from(above.div_euclid(*below)),
            Large(number) => Exact::large(number.0.div_floor(&number.1), BigInt::from(1u8)),
        }
    }

    /// The nearest number with so many decimals, half away from zero: what it is once printed.
    #[must_use]
    pub fn round_to(&self, places: u32) -> Exact {
        let scale = (0..places).fold(Exact::one(), |scale, _| scale * Exact::from(10));
        let half = Exact::ratio(&Exact::one(), &Exact::from(2)).unwrap_or_else(Exact::zero);
        let whole = (&(&self.abs() * &scale) + &half).floor();
        let near = Exact::ratio(&whole, &scale).unwrap_or_else(Exact::zero);
        if self.is_negative() { -near } else { near }
    }

    /// Numerator and denominator, the latter above 0.
    pub fn parts(&self) -> (Exact, Exact) {
        match &self.0 {
            Small(above, below) => (Exact(Small(*above, 1)), Exact(Small(*below, 1))),
            Large(number) => {
                let one = BigInt::from(1u8);
                (Exact::large(number.0.clone(), one.clone()), Exact::large(number.1.clone(), one))
            }
        }
    }

    /// Held within `low..=high`.
    #[must_use]
    pub fn clamp_to(self, low: &Exact, high: &Exact) -> Exact {
        if &self < low {
            low.clone()
        } else if &self > high {
            high.clone()
        } else {
            self
        }
    }

    /// A score: held within 0..=100.
    #[must_use]
    pub fn clamp_score(self) -> Exact {
        self.clamp_to(&Exact::zero(), &Exact::hundred())
    }

    /// Decimal digits, at most `places` after the point, rounded half away from zero, without trailing zeros,
    /// with a point as decimal mark: the form of the JSON contract.
    pub fn plain(&self, places: u32) -> String {
        let (negative, whole, fraction) = self.rounded(places);
        let fraction = fraction.trim_end_matches('0');
        let sign = if negative { "-" } else { "" };
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }

    /// Sign, whole part and exactly `places` digits of fraction, rounded half away from zero; no negative zero.
    pub fn rounded(&self, places: u32) -> (bool, String, String) {
        if let Small(above, below) = &self.0
            && let Some(digits) = small_rounded(*above, *below, places)
        {
            return digits;
        }
        let (above, below) = self.big();
        let scale = BigInt::from(10u8).pow(places);
        let twice: BigInt = above.abs() * &scale * 2u8 + &below;
        let scaled = twice.div_floor(&(below * 2u8));
        let (whole, fraction) = scaled.div_rem(&scale);
        let negative = self.is_negative() && !scaled.is_zero();
        let fraction =
            if places == 0 { String::new() } else { format!("{fraction:0>width$}", width = places as usize) };
        (negative, whole.to_string(), fraction)
    }

    /// A fraction in its lowest terms. Products of two words never overflow the double word; -2^127 is no such product.
    fn reduced(above: i128, below: i128) -> Exact {
        let divisor = above.gcd(&below).max(1);
        let sign = if below < 0 { -1 } else { 1 };
        let (above, below) = (above / divisor * sign, below / divisor * sign);
        match (i64::try_from(above), i64::try_from(below)) {
            (Ok(above), Ok(below)) => Exact(Small(above, below)),
            _ => Exact(Large(Box::new((above.into(), below.into())))),
        }
    }

    /// A fraction that was computed in the large form and may fit the small one.
    fn large(above: BigInt, below: BigInt) -> Exact {
        let (mut above, mut below) = if below.is_negative() { (-above, -below) } else { (above, below) };
        if above.bits() <= REDUCE_BITS && below.bits() <= REDUCE_BITS {
            let divisor = above.gcd(&below);
            if divisor.bits() > 1 {
                above /= &divisor;
                below /= divisor;
            }
            if let (Some(above), Some(below)) = (above.to_i64(), below.to_i64()) {
                return Exact(Small(above, below));
            }
        }
        Exact(Large(Box::new((above, below))))
    }

    fn big(&self) -> (BigInt, BigInt) {
        match &self.0 {
            Small(above, below) => ((*above).into(), (*below).into()),
            Large(number) => (**number).clone(),
        }
    }

    fn plus(&self, other: &Exact) -> Exact {
        if let (Small(a, b), Small(c, d)) = (&self.0, &other.0) {
            if let (1, 1, Some(sum)) = (b, d, a.checked_add(*c)) {
                return Exact(Small(sum, 1));
            }
            if let Some(above) = product(*a, *d).checked_add(product(*c, *b)) {
                return Exact::reduced(above, product(*b, *d));
            }
        }
        let ((a, b), (c, d)) = (self.big(), other.big());
        Exact::large(a * &d + c * &b, b * d)
    }

    fn times(&self, other: &Exact) -> Exact {
        if let (Small(a, b), Small(c, d)) = (&self.0, &other.0) {
            return Exact::reduced(product(*a, *c), product(*b, *d));
        }
        let ((a, b), (c, d)) = (self.big(), other.big());
        Exact::large(a * c, b * d)
    }
}

/// [`Exact::rounded`] without the heap; `None` for more places than two words hold.
fn small_rounded(above: i64, below: i64, places: u32) -> Option<(bool, String, String)> {
    let scale = 10i128.checked_pow(places)?;
    let twice = i128::from(above).abs().checked_mul(scale)?.checked_mul(2)?.checked_add(below.into())?;
    let scaled = twice / (i128::from(below) * 2);
    let fraction = scaled % scale;
    let fraction =
        if places == 0 { String::new() } else { format!("{fraction:0>width$}", width = places as usize) };
    Some((above < 0 && scaled != 0, (scaled / scale).to_string(), fraction))
}

fn product(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

impl PartialEq for Exact {
    fn eq(&self, other: &Exact) -> bool {
        match (&self.0, &other.0) {
            // Reduced, so equal numbers are equal in form.
            (Small(a, b), Small(c, d)) => a == c && b == d,
            _ => self.cmp(other) == Ordering::Equal,
        }
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Exact) -> Ordering {
        match (&self.0, &other.0) {
            (Small(a, b), Small(c, d)) => product(*a, *d).cmp(&product(*c, *b)),
            _ => {
                let ((a, b), (c, d)) = (self.big(), other.big());
                (a * d).cmp(&(c * b))
            }
        }
    }
}

impl From<i64> for Exact {
    fn from(value: i64) -> Exact {
        Exact(Small(value, 1))
    }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Exact {
        match 10i128.checked_pow(value.scale()) {
            Some(below) => Exact::reduced(value.mantissa(), below),
            None => Exact::zero(),
        }
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident |$a:ident, $b:ident| $body:expr),*) => {$(
        impl $trait for &Exact {
            type Output = Exact;
            fn $method(self, other: &Exact) -> Exact {
                let ($a, $b) = (self, other);
                $body
            }
        }
        impl $trait for Exact {
            type Output = Exact;
            fn $method(self, other: Exact) -> Exact {
                (&self).$method(&other)
            }
        }
    )*};
}
operators!(Add add |a, b| a.plus(b), Sub sub |a, b| a.plus(&-b.clone()), Mul mul |a, b| a.times(b));

impl Neg for Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        match self.0 {
            Small(above, below) => match above.checked_neg() {
                Some(above) => Exact(Small(above, below)),
                None => Exact::large(-BigInt::from(above), below.into()),
            },
            Large(number) => Exact::large(-number.0, number.1),
        }
    }
}

impl std::iter::Sum for Exact {
    /// Adds neighbours, then their sums, and so on: large fractions then meet few others.
    fn sum<I: Iterator<Item = Exact>>(numbers: I) -> Exact {
        let mut numbers: Vec<Exact> = numbers.collect();
        while numbers.len() > 1 {
            let mut rest = numbers.into_iter();
            numbers = std::iter::from_fn(|| {
                let first = rest.next()?;
                Some(match rest.next() {
                    Some(second) => first + second,
                    None => first,
                })
            })
            .collect();
        }
        numbers.pop().unwrap_or_else(Exact::zero)
    }
}

/// What a number may have been before it was rounded for print: closed at both ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The least.
    pub low: Exact,
    /// The greatest.
    pub high: Exact,
}

impl Interval {
    /// Exactly this number.
    pub fn point(value: Exact) -> Interval {
        Interval { low: value.clone(), high: value }
    }

    /// All that prints as `value`: half a unit of its last digit either side. A number printed without
    /// decimals is taken as exact, for counts are.
    pub fn printed(value: Decimal) -> Interval {
        if value.scale() == 0 {
            return Interval::point(value.into());
        }
        Interval::around(value.into(), value.scale())
    }

    /// `value` and half a unit of its `places`-th decimal either side.
    pub fn around(value: Exact, places: u32) -> Interval {
        let ten = Exact::from(10);
        let scale = (0..places).fold(Exact::from(2), |scale, _| &scale * &ten);
        let unit = Exact::ratio(&Exact::one(), &scale).unwrap_or_else(Exact::zero);
        Interval { low: &value - &unit, high: value + unit }
    }

    /// The hull of some numbers; `None` of none.
    pub fn hull(numbers: impl IntoIterator<Item = Exact>) -> Option<Interval> {
        let mut numbers = numbers.into_iter();
        let first = numbers.next()?;
        Some(numbers.fold(Interval::point(first), |hull, number| match number.cmp(&hull.low) {
            Ordering::Less => Interval { low: number, ..hull },
            _ if number > hull.high => Interval { high: number, ..hull },
            _ => hull,
        }))
    }

    /// Whether the two have a number in common.
    pub fn meets(&self, other: &Interval) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}
