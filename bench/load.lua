-- wrk script: random paths of a file, with header lines of another.
-- usage: wrk … -s load.lua URL -- PATHS HEADERS
local requests = {}

function init(args)
  local headers = {}
  for line in io.lines(args[2]) do
    local name, value = line:match("^([^:]+): (.*)$")
    if name then headers[name] = value end
  end
  for path in io.lines(args[1]) do
    local etag
    path, etag = path:match("^(%S+)%s*(.*)$")
    if etag ~= "" then headers["If-None-Match"] = etag end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
  math.randomseed(os.time())
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %f %f %f %d\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.timeout))
end
