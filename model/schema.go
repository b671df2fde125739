package model

import (
	"bytes"
	_ "embed" // the schema is a file of its own, so that other tools can read it too
)

//go:embed report.schema.json
var reportSchema []byte

// Schema is the JSON Schema, draft 2020-12, of what Report.JSON writes.
func Schema() []byte { return bytes.Clone(reportSchema) }
