//! Unbounded rationals. Three weights of 1/3 sum to exactly 1; 0,1 is exactly a tenth; nothing is ever
//! rounded but in [`Exact::rounded`], which only printing calls.

use std::cmp::Ordering;
use std::ops::{Add, Mul, Neg, Sub};

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use rust_decimal::Decimal;

/// An exact number, without bounds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(BigRational);

impl Exact {
    /// 0.
    pub fn zero() -> Exact {
        Exact(BigRational::zero())
    }

    /// 1.
    pub fn one() -> Exact {
        Exact(BigRational::one())
    }

    /// 100, the score of a target met and the sum of weights in percent.
    pub fn hundred() -> Exact {
        Exact::from(100)
    }

    /// `numerator / denominator`; `None` when the denominator is 0.
    pub fn ratio(numerator: &Exact, denominator: &Exact) -> Option<Exact> {
        (!denominator.0.is_zero()).then(|| Exact(&numerator.0 / &denominator.0))
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is below 0.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is above 0.
    pub fn is_positive(&self) -> bool {
        self.0.is_positive()
    }

    /// Whether it has no fraction.
    pub fn is_integer(&self) -> bool {
        self.0.is_integer()
    }

    /// The distance from 0.
    #[must_use]
    pub fn abs(&self) -> Exact {
        Exact(self.0.abs())
    }

    /// The largest whole number not above it.
    #[must_use]
    pub fn floor(&self) -> Exact {
        Exact(self.0.floor())
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
        let scale = BigInt::from(10u8).pow(places);
        let twice: BigInt = self.0.numer().abs() * &scale * 2u8 + self.0.denom();
        let scaled = twice.div_floor(&(self.0.denom() * 2u8));
        let (whole, fraction) = scaled.div_rem(&scale);
        let negative = self.0.numer().sign() == Sign::Minus && !scaled.is_zero();
        let fraction =
            if places == 0 { String::new() } else { format!("{fraction:0>width$}", width = places as usize) };
        (negative, whole.to_string(), fraction)
    }
}

impl From<i64> for Exact {
    fn from(value: i64) -> Exact {
        Exact(BigRational::from_integer(value.into()))
    }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Exact {
        if value.scale() == 0 {
            return Exact(BigRational::from_integer(value.mantissa().into()));
        }
        Exact(BigRational::new(value.mantissa().into(), BigInt::from(10u8).pow(value.scale())))
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident $sign:tt),*) => {$(
        impl $trait for &Exact {
            type Output = Exact;
            fn $method(self, other: &Exact) -> Exact {
                Exact(&self.0 $sign &other.0)
            }
        }
        impl $trait for Exact {
            type Output = Exact;
            fn $method(self, other: Exact) -> Exact {
                Exact(self.0 $sign other.0)
            }
        }
    )*};
}
operators!(Add add +, Sub sub -, Mul mul *);

impl Neg for Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        Exact(-self.0)
    }
}

impl std::iter::Sum for Exact {
    fn sum<I: Iterator<Item = Exact>>(numbers: I) -> Exact {
        numbers.fold(Exact::zero(), |sum, number| sum + number)
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
        let unit = Exact(BigRational::new(BigInt::one(), BigInt::from(10u8).pow(places) * 2u8));
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
