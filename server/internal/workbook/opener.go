package workbook

import (
	"context"
	"time"

	"tongbao/server/internal/grid"
)

// Opener opens workbooks for a whole program: a bounded number at once, each
// within a bounded time. What one may cost in memory its Limits bound.
type Opener struct {
	lim    Limits
	within time.Duration
	slots  chan struct{}
}

// NewOpener makes an Opener that reads atOnce files at once, each within the
// given time, waiting for its turn not counted.
func NewOpener(lim Limits, atOnce int, within time.Duration) *Opener {
	return &Opener{lim: lim, within: within, slots: make(chan struct{}, atOnce)}
}

// Open is the function Open within the bounds. Beyond the time it is an error
// with CodeTooLarge, and with CodeUnavailable once ctx has ended.
func (o *Opener) Open(ctx context.Context, name string, data []byte) (book *grid.Workbook, err error) {
	err = o.take(ctx, func(ctx context.Context) error {
		book, err = OpenContext(ctx, name, data, o.lim)
		return err
	})
	return book, err
}

// Unpack is the function Unpack within the bounds.
func (o *Opener) Unpack(ctx context.Context, name string, data []byte) (files []File, err error) {
	err = o.take(ctx, func(ctx context.Context) error {
		files, err = Unpack(ctx, name, data, o.lim)
		return err
	})
	return files, err
}

// take runs f when its turn has come.
func (o *Opener) take(ctx context.Context, f func(context.Context) error) error {
	select {
	case o.slots <- struct{}{}:
	case <-ctx.Done():
		return expired(ctx)
	}
	defer func() { <-o.slots }()
	ctx, cancel := context.WithTimeout(ctx, o.within)
	defer cancel()
	return f(ctx)
}
