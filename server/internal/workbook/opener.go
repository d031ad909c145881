package workbook

import (
	"context"
	"time"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// Opener opens workbooks for a whole program: a bounded number at once, each
// within a bounded time, all within a bounded memory. Nearly every file is
// small; one that turns out to need more than a share of the memory is read
// anew, with all of it, when no other such file is there.
type Opener struct {
	lim    Limits
	within time.Duration
	slots  chan struct{}
	large  chan struct{} // the turn of the one large file
	zips   chan struct{} // the turn of the one zip of workbooks
}

// share is which part of the memory a file that is not large may take.
const share = 6

// NewOpener makes an Opener that reads atOnce files at once, each within the
// given time, waiting for its turn not counted. Together they hold lim.Memory
// for a large file and a sixth of it for each of the others.
func NewOpener(lim Limits, atOnce int, within time.Duration) *Opener {
	return &Opener{
		lim: lim, within: within,
		slots: make(chan struct{}, atOnce), large: make(chan struct{}, 1), zips: make(chan struct{}, 1),
	}
}

// Open is the function Open within the bounds; the workbook is given to use,
// and counts as open until use returns. Beyond the time it is an error with
// CodeTooLarge, and with CodeUnavailable once ctx has ended.
func (o *Opener) Open(ctx context.Context, name string, data []byte, use func(*grid.Workbook)) error {
	small := o.lim
	small.Memory /= share
	overdrawn, err := o.open(ctx, o.slots, name, data, small, use)
	if overdrawn {
		_, err = o.open(ctx, o.large, name, data, o.lim, use)
	}
	return err
}

func (o *Opener) open(ctx context.Context, slots chan struct{}, name string, data []byte, lim Limits, use func(*grid.Workbook)) (overdrawn bool, err error) {
	err = o.take(ctx, slots, func(ctx context.Context) error {
		var book *grid.Workbook
		if book, overdrawn, err = open(ctx, name, data, lim); err == nil {
			use(book)
		}
		return err
	})
	return overdrawn, err
}

// Unpack is the function Unpack within the bounds; the files are given to use,
// which may open them. A zip of workbooks is unpacked when use of the one before
// has returned, for what is in a small one may be large.
func (o *Opener) Unpack(ctx context.Context, name string, data []byte, use func([]File)) error {
	bundle := false
	err := o.take(ctx, o.slots, func(ctx context.Context) error {
		bundle = isBundle(ctx, data, o.lim)
		return nil
	})
	if err == nil && bundle {
		return o.take(ctx, o.zips, func(ctx context.Context) error {
			files, err := Unpack(ctx, name, data, o.lim)
			if err == nil {
				use(files)
			}
			return err
		})
	}
	if err == nil {
		use([]File{{name, data}})
	}
	return err
}

// take runs f when its turn has come.
func (o *Opener) take(ctx context.Context, slots chan struct{}, f func(context.Context) error) error {
	select {
	case slots <- struct{}{}:
	case <-ctx.Done():
		return ledger.Errorf(ledger.CodeUnavailable, "等候读取的文件太多，没有轮到。请稍后再上传。").Because(ctx.Err())
	}
	defer func() { <-slots }()
	ctx, cancel := context.WithTimeout(ctx, o.within)
	defer cancel()
	return f(ctx)
}
