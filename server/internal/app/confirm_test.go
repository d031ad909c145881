package app_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/app"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)
