-- Asks one query again and again. The path ends in a comment of the query; with a series each request writes another
-- number there, so that no cache has its answer, and without one every request is the same.
local head, tail, series
local count = 0

function init(args)
  series = args[1]
  local method_and_path, rest = wrk.format("GET"):match("^(GET %S+)( .*)$")
  head, tail = method_and_path, rest
end

function request()
  if series == nil then
    return head .. tail
  end
  count = count + 1
  return head .. series .. "-" .. count .. tail
end

function done(summary)
  local errors = summary.errors
  local lost = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format("RESULT %d %d %d %d\n", summary.requests, summary.duration, errors.status, lost))
end
