// Package ledger is the domain: what a government promised its people (a
// programme of 民生实事), who answers for each promise, how far it must be by
// when, how far it is, and how that is judged (研判).
//
// The package is pure. It reads no file, no network and no clock; whoever
// calls it brings the date. Quantities and money are decimals, rates are
// exact fractions; nothing here is a binary float.
package ledger
